'use strict';
// Makes an act of what is filled in. It knows no kind of event: the page says how each field is read.
(() => {
  const all = (within, selector) => [...within.querySelectorAll(selector)];
  const children = (element, selector) => [...element.children].filter((child) => child.matches(selector));

  // What a field says; `undefined` where it says nothing.
  function read(holder) {
    const whole = children(holder, 'fieldset.whole')[0];
    const input = children(holder, '.input')[0];
    const required = holder.hasAttribute('data-required');
    switch (holder.dataset.takes) {
      case 'words': return input.value.trim() === '' ? undefined : input.value;
      case 'number': return input.value === '' ? undefined : Number(input.value);
      case 'instant': return input.value === '' ? undefined : new Date(input.value).toISOString();
      case 'json': return input.value.trim() === '' ? undefined : JSON.parse(input.value);
      case 'codes': {
        const codes = all(whole, 'input.one').filter((box) => box.checked).map((box) => box.value);
        return codes.length > 0 || required ? codes : undefined;
      }
      case 'list': {
        const items = children(children(whole, '.rows')[0], '.row').map(read).filter((item) => item !== undefined);
        return items.length > 0 || required ? items : undefined;
      }
      case 'group': {
        const inner = children(whole, 'fieldset.fields')[0];
        if (inner.disabled) return undefined;
        const said = fields(inner);
        const asked = required || whole.hasAttribute('data-optional') || !holder.matches('.field');
        return asked || Object.keys(said).length > 0 ? said : undefined;
      }
      case 'choice': {
        const chosen = all(whole, 'input[type=radio]').find((button) => button.checked && button.closest('fieldset.whole') === whole);
        if (!chosen || chosen.value === '') return undefined;
        const variant = children(whole, 'fieldset.variant').find((it) => it.dataset.code === chosen.value);
        if (!variant) return chosen.value;
        const held = variant.dataset.takes === 'fields' ? fields(variant) : read(variant);
        return { [chosen.value]: held };
      }
    }
    throw new Error(`nothing reads ${holder.dataset.takes}`);
  }

  function fields(within) {
    const said = {};
    for (const field of children(within, '.field')) {
      const value = read(field);
      if (value !== undefined) said[field.dataset.name] = value;
    }
    return said;
  }

  // Shows the chosen variant and the groups that are said; what is hidden is disabled, so that nobody has to fill it in.
  function show(within) {
    for (const whole of all(within, 'fieldset.whole')) {
      const buttons = all(whole, 'input[type=radio]').filter((button) => button.closest('fieldset.whole') === whole);
      const chosen = buttons.find((button) => button.checked);
      for (const variant of children(whole, 'fieldset.variant')) {
        variant.hidden = variant.disabled = !chosen || chosen.value !== variant.dataset.code;
      }
      if (whole.hasAttribute('data-optional')) {
        const inner = children(whole, 'fieldset.fields')[0];
        inner.hidden = inner.disabled = !whole.querySelector('input.say').checked;
      }
      const rows = children(whole, '.rows')[0];
      if (rows) children(whole, 'button.add')[0].disabled = rows.children.length >= Number(rows.dataset.most);
    }
    for (const field of all(within, '[data-needed-with]')) {
      const beside = children(field.parentElement, '.field').find((it) => it.dataset.name === field.dataset.neededWith);
      const code = children(beside, '.input')[0].value;
      children(field, '.input')[0].required = field.dataset.neededCodes.split(' ').includes(code);
    }
  }

  let made = 0;
  function addRow(whole) {
    const holder = document.createElement('div');
    holder.innerHTML = children(whole, 'template')[0].innerHTML.replaceAll('{row}', String(++made));
    const row = holder.firstElementChild;
    children(whole, '.rows')[0].append(row);
    show(document);
    const first = row.querySelector('input, select, textarea');
    if (first) first.focus();
  }

  const envelope = document.getElementById('envelope');
  // It stands in no form, so the browser does not check it by itself.
  const incomplete = () => all(envelope, '.input').find((input) => !input.checkValidity());

  async function send(form, act) {
    const answer = form.querySelector('.answer');
    const to = document.getElementById('post-to').value;
    answer.textContent = '';
    if (to === '') return;
    try {
      const reply = await fetch(to, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(act) });
      answer.textContent = `${reply.status}: ${await reply.text()}`;
    } catch (error) {
      answer.textContent = `It could not be posted: ${error.message}`;
    }
  }

  document.addEventListener('submit', (event) => {
    event.preventDefault();
    const form = event.target;
    const missing = incomplete();
    if (missing) return void missing.reportValidity();
    const act = { type: form.dataset.kind, ...fields(envelope), data: fields(form) };
    form.querySelector('.act').textContent = JSON.stringify(act, null, 2);
    form.querySelector('.copy').hidden = false;
    send(form, act);
  });
  document.addEventListener('reset', (event) => {
    all(event.target, '.rows').forEach((rows) => rows.replaceChildren());
    event.target.querySelector('.act').textContent = event.target.querySelector('.answer').textContent = '';
    event.target.querySelector('.copy').hidden = true;
    setTimeout(() => show(event.target));
  });
  document.addEventListener('change', () => show(document));
  document.addEventListener('click', (event) => {
    const button = event.target;
    if (button.matches('button.add')) addRow(button.closest('fieldset.whole'));
    if (button.matches('button.remove')) {
      button.closest('.row').remove();
      show(document);
    }
    if (button.matches('button.copy')) navigator.clipboard.writeText(button.closest('form').querySelector('.act').textContent);
  });
  document.getElementById('find').addEventListener('input', (event) => {
    const words = event.target.value.toLowerCase();
    for (const section of all(document, 'main section')) {
      const forms = all(section, 'details');
      for (const form of forms) form.hidden = !(form.querySelector('summary').textContent.toLowerCase().includes(words));
      section.hidden = forms.every((form) => form.hidden);
    }
  });
  show(document);
})();
