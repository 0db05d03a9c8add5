// The editor of a pack: it completes what the schema of packs allows, and marks what the library finds wrong.
import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, insertCompletionText, pickedCompletion } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json, jsonLanguage } from '@codemirror/lang-json';
import { bracketMatching, defaultHighlightStyle, foldGutter, foldKeymap, indentOnInput, indentUnit, syntaxHighlighting, syntaxTree, ensureSyntaxTree } from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, hoverTooltip, keymap, lineNumbers } from '@codemirror/view';
import { Guide } from './schema.js';

const VALUES = new Set(['Object', 'Array', 'String', 'Number', 'True', 'False', 'Null']);
const children = (node) => {
    const all = [];
    for (let child = node.firstChild; child; child = child.nextSibling) all.push(child);
    return all;
};
const text = (state, node) => state.sliceDoc(node.from, node.to);
const named = (state, node) => {
    try {
        return JSON.parse(text(state, node));
    } catch {
        return text(state, node).replace(/^"|"$/g, '');
    }
};

/** The path that leads to a node of the tree. */
function pathTo(state, node) {
    const path = [];
    for (let here = node; here?.parent; here = here.parent) {
        const { parent } = here;
        if (parent.name === 'Property' && here.name !== 'PropertyName' && parent.firstChild?.name === 'PropertyName') {
            path.unshift(named(state, parent.firstChild));
        } else if (parent.name === 'Array' && VALUES.has(here.name)) {
            path.unshift(children(parent).filter(({ name }) => VALUES.has(name)).findIndex(({ from }) => from === here.from));
        }
    }
    return path;
}

/** The node that a path of the library leads to, such as `rules[0] (T01).when.event`; as near as there is one. */
function nodeAt(state, path) {
    const tree = ensureSyntaxTree(state, state.doc.length, 200) ?? syntaxTree(state);
    let here = tree.topNode.firstChild;
    for (const [, name, place] of path.replace(/ \([^)]*\)/g, '').matchAll(/([^.[\]]+)|\[(\d+)\]/g)) {
        let next;
        if (here?.name === 'Array' && place !== undefined) {
            next = children(here).filter((child) => VALUES.has(child.name))[Number(place)];
        } else if (here?.name === 'Object' && name !== undefined) {
            const property = children(here).find((child) => child.name === 'Property' && named(state, child.firstChild) === name);
            // A name that is wrong itself has no value to lead to.
            next = property && (children(property).find((child) => VALUES.has(child.name)) ?? property.firstChild);
        }
        if (!next) return here;
        here = next;
    }
    return here;
}

/** What can stand where the cursor is. */
function complete(guide) {
    return (context) => {
        const { state, pos } = context;
        let node = jsonLanguage.parser.parse(state.doc.toString()).resolveInner(pos, -1);
        while (node.name === '⚠') node = node.parent;
        const word = context.matchBefore(/"?[\w$ -]*/);
        if (!context.explicit && !word?.text.startsWith('"')) return null;
        const quoted = (value) => JSON.stringify(value);
        const from = word?.text.startsWith('"') ? word.from : pos;
        // Whatever stands in quotes there already is replaced.
        const rest = (doc, at) => (from === at ? 0 : /^[\w$ -]*"/.exec(doc.sliceString(at, doc.lineAt(at).to))?.[0].length ?? 0);
        const options = (all, written) => ({
            from,
            options: all.map((one) => ({
                ...one,
                apply: (view, picked, start, end) => view.dispatch({
                    ...insertCompletionText(view.state, written(one, view.state.doc, end), start, end + rest(view.state.doc, end)), annotations: pickedCompletion.of(picked),
                }),
            })),
            validFor: /^"?[\w$ -]*$/,
        });
        const before = state.sliceDoc(0, from).trimEnd();
        if (node.name === 'PropertyName' || /[{,]$/.test(before)) {
            let object = node;
            while (object && object.name !== 'Object' && object.name !== 'Array') object = object.parent;
            if (object?.name === 'Object') {
                const there = new Set(children(object).filter(({ name }) => name === 'Property').map(({ firstChild }) => named(state, firstChild)));
                const fields = guide.fields(pathTo(state, object)).filter(({ name }) => !there.has(name));
                if (fields.length === 0) return null;
                return options(fields.map(({ name, info, needed }) => ({ label: quoted(name), info, detail: needed ? 'needed' : '', type: 'property', boost: needed ? 1 : 0 })), ({ label }, doc, end) => (/^\s*:/.test(doc.sliceString(end + rest(doc, end), end + rest(doc, end) + 20)) ? label : `${label}: `));
            }
        }
        if (node.name === 'Property' && /:$/.test(before)) node = node.lastChild ?? node;
        let path = pathTo(state, node);
        if (node.name === 'Property' || node.parent?.name === 'Property' && node.name === ':') path = [...pathTo(state, node.name === ':' ? node.parent : node), named(state, (node.name === ':' ? node.parent : node).firstChild)];
        if (node.name === 'Array' || node.name === '[' || node.name === ',') path = pathTo(state, node.name === 'Array' ? node : node.parent);
        const values = guide.values(path);
        if (values.length === 0) return null;
        return options(values.map(({ value, info }) => ({ label: quoted(value), detail: info, type: 'enum' })), ({ label }) => label);
    };
}

/** What the schema says of the field under the pointer. */
function hover(guide) {
    return hoverTooltip((view, pos) => {
        let node = syntaxTree(view.state).resolveInner(pos);
        if (node.name !== 'PropertyName') return null;
        const path = [...pathTo(view.state, node.parent), named(view.state, node)];
        const about = guide.about(path);
        if (!about) return null;
        const dom = document.createElement('div');
        dom.className = 'about';
        dom.textContent = about;
        return { pos: node.from, end: node.to, above: true, create: () => ({ dom }) };
    });
}

const theme = EditorView.theme({
    '.cm-tooltip': { maxWidth: '32rem' },
    '.about': { padding: '.3rem .5rem' },
    '.cm-gutters': { color: '#5a5a5a' },
    '.cm-completionDetail': { color: '#4a4a4a' },
});

/** An editor in an element; `change` hears of each change. */
export function editor(parent, schema, change) {
    const guide = new Guide(schema);
    const extensions = [
        lineNumbers(), highlightActiveLineGutter(), foldGutter(), history(), drawSelection(), indentUnit.of('  '), indentOnInput(),
        syntaxHighlighting(defaultHighlightStyle, { fallback: true }), bracketMatching(), closeBrackets(), highlightActiveLine(),
        highlightSelectionMatches(), json(), lintGutter(), theme, hover(guide),
        autocompletion({ override: [complete(guide)], icons: false }),
        // Tab takes what is offered, and else leaves the editor, as everywhere on a page.
        keymap.of([{ key: 'Tab', run: acceptCompletion }, ...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, ...completionKeymap, ...lintKeymap]),
        EditorView.lineWrapping,
        EditorView.cspNonce.of('editor'),
        EditorView.contentAttributes.of({ tabindex: '0', 'aria-label': 'The pack of rules, as JSON', 'aria-describedby': 'editor-help' }),
        EditorView.updateListener.of(({ docChanged }) => docChanged && change()),
    ];
    const view = new EditorView({ parent, state: EditorState.create({ doc: '', extensions }) });
    const go = (from, to = from) => {
        view.dispatch({ selection: { anchor: from, head: to }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
        view.focus();
    };
    return {
        text: () => view.state.doc.toString(),
        write: (written) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: written }, selection: { anchor: 0 } }),

        /** Marks problems, each with its line. */
        mark(problems) {
            const { state } = view;
            const marked = problems.map((problem) => {
                const line = /\(line (\d+)\)$/.exec(problem.message)?.[1];
                const node = nodeAt(state, problem.path ?? '');
                let [from, to] = node && problem.path ? [node.from, Math.min(node.to, state.doc.lineAt(node.from).to)] : [0, state.doc.lineAt(0).to];
                if (line && !problem.path) ({ from, to } = state.doc.line(Math.min(Number(line), state.doc.lines)));
                const isText = node && problem.meant && (node.name === 'String' || node.name === 'PropertyName');
                const actions = isText ? [{ name: `Use ${problem.meant}`, apply: (at) => at.dispatch({ changes: { from: node.from, to: node.to, insert: JSON.stringify(problem.meant) } }) }] : [];
                const message = problem.meant ? `${problem.message}; did you mean ${problem.meant}?` : problem.message;
                return { problem, line: state.doc.lineAt(from).number, diagnostic: { from, to, severity: 'error', message, actions } };
            });
            view.dispatch(setDiagnostics(state, marked.map(({ diagnostic }) => diagnostic)));
            return marked.map(({ problem, line, diagnostic }) => ({
                ...problem, line, go: () => go(diagnostic.from, diagnostic.to), use: diagnostic.actions[0] && (() => diagnostic.actions[0].apply(view)),
            }));
        },

        /** Goes to a rule by its id. */
        find(id) {
            const rules = nodeAt(view.state, 'rules');
            const rule = rules?.name === 'Array' && children(rules).find((child) => child.name === 'Object' && children(child).some((property) => property.name === 'Property'
                && named(view.state, property.firstChild) === 'id' && named(view.state, property.lastChild) === id));
            if (rule) go(rule.from);
            return Boolean(rule);
        },
    };
}
