### Cymraeg. DRAFFT: nid yw siaradwr Cymraeg sy'n adnabod gwasanaethau plant wedi'i adolygu eto.
### A draft for review by a speaker of Welsh who knows children's services; nobody has reviewed it yet. Once somebody has,
### `catalogue-reviewed` says `yes`. What is missing here is said in English.
###
### Forms: `.soft` is the soft mutation (treiglad meddal); `.past` is the third person of the past tense; `.or` is the word after *neu*,
### with that word, because it joins the article (neu'r) and mutates (neu riant).

catalogue-language = cy
catalogue-name = Cymraeg
catalogue-reviewed = no
catalogue-draft = Drafft yw'r cyfieithiad hwn, ac nid oes neb wedi'i adolygu; dywedir yn Saesneg yr hyn sydd heb ei gyfieithu.

## Rows of things

row-nothing = dim
# The form of the last says *neu* itself.
row-or = { $first } { $last-or }
# No *a* or *ac*: which of them it is depends on how the next word begins, and numbers are written as digits.
row-and = { $first }, { $last }

## A day

day = { $day } { $month ->
        [1] Ionawr
        [2] Chwefror
        [3] Mawrth
        [4] Ebrill
        [5] Mai
        [6] Mehefin
        [7] Gorffennaf
        [8] Awst
        [9] Medi
        [10] Hydref
        [11] Tachwedd
       *[12] Rhagfyr
    } { $year }
day-short = { $day } { $month ->
        [1] Ion
        [2] Chw
        [3] Maw
        [4] Ebr
        [5] Mai
        [6] Meh
        [7] Gor
        [8] Awst
        [9] Medi
        [10] Hyd
        [11] Tach
       *[12] Rhag
    } { $year }

## The sides, and roles beside them, as in the words that say whose act it is (permitted::Those)

permitted-Those-clinical = yr ochr glinigol
    .or = neu'r ochr glinigol
permitted-Those-social_work = yr ochr gwaith cymdeithasol
    .or = neu'r ochr gwaith cymdeithasol
permitted-Those-family = y teulu
    .or = neu'r teulu
permitted-Those-partner = asiantaeth bartner
    .or = neu asiantaeth bartner
permitted-Those-clinician = y clinigydd
    .or = neu'r clinigydd
permitted-Those-social_worker = gweithiwr cymdeithasol
    .or = neu weithiwr cymdeithasol
permitted-Those-manager = rheolwr tîm
    .or = neu reolwr tîm
permitted-Those-family_support_worker = gweithiwr cymorth i deuluoedd
    .or = neu weithiwr cymorth i deuluoedd
permitted-Those-student_social_worker = myfyriwr gwaith cymdeithasol
    .or = neu fyfyriwr gwaith cymdeithasol
permitted-Those-parent = rhiant
    .or = neu riant
permitted-Those-child = plentyn
    .or = neu blentyn
permitted-Those-carer = gofalwr
    .or = neu ofalwr
permitted-Those-relative = perthynas
    .or = neu berthynas
permitted-Those-family_advocate = eiriolwr i'r teulu
    .or = neu eiriolwr i'r teulu
permitted-Those-clinical_supervisor = goruchwyliwr clinigol
    .or = neu oruchwyliwr clinigol
permitted-Those-conference_chair = cadeirydd cynhadledd
    .or = neu gadeirydd cynhadledd
permitted-Those-reviewing_officer = swyddog adolygu
    .or = neu swyddog adolygu
permitted-Those-court = y llys
    .or = neu'r llys
permitted-Those-lawyer = cyfreithiwr
    .or = neu gyfreithiwr
permitted-Those-school = ysgol
    .or = neu ysgol
permitted-Those-health = gwasanaeth iechyd
    .or = neu wasanaeth iechyd
permitted-Those-police = yr heddlu
    .or = neu'r heddlu
permitted-Those-outside_clinician = clinigydd allanol
    .or = neu glinigydd allanol
permitted-Those-other_partner = asiantaeth bartner arall
    .or = neu asiantaeth bartner arall
permitted-Those-childrens_guardian = gwarcheidwad plant
    .or = neu warcheidwad plant
permitted-Those-advocate = eiriolwr annibynnol
    .or = neu eiriolwr annibynnol
permitted-Those-youth_justice = gwasanaeth cyfiawnder ieuenctid
    .or = neu wasanaeth cyfiawnder ieuenctid
permitted-Those-adult_mental_health = gwasanaeth iechyd meddwl oedolion
    .or = neu wasanaeth iechyd meddwl oedolion
permitted-Those-domestic_abuse = gwasanaeth cam-drin domestig
    .or = neu wasanaeth cam-drin domestig
permitted-Those-substance_use = gwasanaeth camddefnyddio sylweddau
    .or = neu wasanaeth camddefnyddio sylweddau
permitted-Those-probation = gwasanaeth prawf
    .or = neu wasanaeth prawf
permitted-Those-housing = gwasanaeth tai
    .or = neu wasanaeth tai
permitted-Those-early_years = lleoliad blynyddoedd cynnar
    .or = neu leoliad blynyddoedd cynnar

## people::Side

people-Side-clinical = yr ochr glinigol
people-Side-social_work = yr ochr gwaith cymdeithasol
people-Side-family = y teulu
people-Side-partner = asiantaeth bartner

## people::Role

people-Role-clinician = clinigydd
people-Role-social_worker = gweithiwr cymdeithasol
people-Role-manager = rheolwr tîm
people-Role-family_support_worker = gweithiwr cymorth i deuluoedd
people-Role-student_social_worker = myfyriwr gwaith cymdeithasol
people-Role-parent = rhiant
people-Role-child = plentyn
people-Role-carer = gofalwr
people-Role-relative = perthynas
people-Role-family_advocate = eiriolwr i'r teulu
people-Role-clinical_supervisor = goruchwyliwr clinigol
people-Role-conference_chair = cadeirydd cynhadledd
people-Role-reviewing_officer = swyddog adolygu
people-Role-court = llys
people-Role-lawyer = cyfreithiwr
people-Role-school = ysgol
people-Role-health = gwasanaeth iechyd
people-Role-police = heddlu
people-Role-outside_clinician = clinigydd allanol
people-Role-other_partner = asiantaeth bartner arall
people-Role-childrens_guardian = gwarcheidwad plant
people-Role-advocate = eiriolwr annibynnol
people-Role-youth_justice = gwasanaeth cyfiawnder ieuenctid
people-Role-adult_mental_health = gwasanaeth iechyd meddwl oedolion
people-Role-domestic_abuse = gwasanaeth cam-drin domestig
people-Role-substance_use = gwasanaeth camddefnyddio sylweddau
people-Role-probation = gwasanaeth prawf
people-Role-housing = gwasanaeth tai
people-Role-early_years = lleoliad blynyddoedd cynnar

## space::Space

space-Space-team_meeting = cyfarfod tîm
space-Space-case_consultation = ymgynghoriad achos
space-Space-reflective_practice_group = grŵp ymarfer myfyriol
space-Space-home_visit = ymweliad cartref
space-Space-joint_session = sesiwn ar y cyd â phlant a theulu
space-Space-initial_child_protection_conference = cynhadledd amddiffyn plant gychwynnol
space-Space-review_child_protection_conference = cynhadledd adolygu amddiffyn plant
space-Space-legal_planning_meeting = cyfarfod cynllunio cyfreithiol
space-Space-looked_after_child_review = adolygiad plentyn sy'n derbyn gofal
space-Space-core_group = grŵp craidd
space-Space-strategy_discussion = trafodaeth strategaeth
space-Space-pre_proceedings_meeting = cyfarfod cyn achos llys
space-Space-child_in_need_meeting = cyfarfod plentyn mewn angen
space-Space-other_statutory_meeting = cyfarfod statudol arall
space-Space-supervision = goruchwyliaeth y gweithiwr cymdeithasol gan y rheolwr
space-Space-network_meeting = cyfarfod y rhwydwaith o amgylch teulu

## space::Stream

space-Stream-reflective = gwaith myfyriol gyda'r system gwaith cymdeithasol
space-Stream-direct = gwaith uniongyrchol gyda phlant a theulu

## refusal::Category

refusal-Category-already_so = felly y mae eisoes
refusal-Category-conflict = nid yw'n cyd-fynd â'r hyn sydd wedi'i gofnodi
refusal-Category-not_allowed = mater i rywun arall yw hyn
refusal-Category-not_found = heb ei gofnodi yma
refusal-Category-invalid = nid yw'n ddilys fel y mae

## boundary::Lean. Figure 1: the way a pattern leans

boundary-Lean-enmeshed = rhy agos (ymglymedig)
boundary-Lean-healthy = iach
boundary-Lean-diffuse = rhy bell i ffwrdd (gwasgarog)

## boundary::Row

boundary-Row-direction = cyfeiriad
boundary-Row-role = rôl
boundary-Row-expertise = arbenigedd
boundary-Row-learning = dysgu
boundary-Row-authority = awdurdod

## boundary::Indicator. The fifteen examples of Figure 1: patterns of work, and never what somebody is

boundary-Indicator-directs_the_system = yn cyfarwyddo'r system gwaith cymdeithasol
boundary-Indicator-shares_the_common_end = yn rhannu'r nod o blentyn diogel sy'n ffynnu
boundary-Indicator-detached_from_process = yn sefyll ar wahân i'r broses statudol a'r cynllunio
boundary-Indicator-takes_over_tasks = yn cymryd tasgau'r gweithiwr cymdeithasol drosodd
boundary-Indicator-invited_to_be_curious = yn cael gwahoddiad i fod yn chwilfrydig ac i ddatrys problemau
boundary-Indicator-private_mission = yn dilyn ei genhadaeth therapiwtig ei hun
boundary-Indicator-acts_superior = yn ymddwyn fel yr arbenigwr uwchraddol ar yr achos
boundary-Indicator-ideas_made_together = yn datblygu syniadau ar y cyd heb wthio'r un ohonynt
boundary-Indicator-withholds_skills = yn aros yn oddefol ac yn dal sgiliau'n ôl
boundary-Indicator-will_not_learn = ddim yn dysgu oddi wrth waith cymdeithasol
boundary-Indicator-values_both_models = yn gwerthfawrogi'r hyn y mae'r ddau fodel yn ei rannu a lle maent yn wahanol
boundary-Indicator-complies_only = yn cydymffurfio heb gynnig dewisiadau eraill
boundary-Indicator-seeks_control = yn ceisio rheolaeth ar benderfyniad diogelu neu benderfyniad trothwy
boundary-Indicator-negotiates_roles = yn negodi rolau ar gyfer y gwaith gyda'r teulu
boundary-Indicator-loses_curiosity = yn colli chwilfrydedd am yr achos

## boundary::Strength

boundary-Strength-slight = ysgafn
boundary-Strength-clear = clir
boundary-Strength-strong = cryf

## boundary::Standpoint

boundary-Standpoint-part_of_it = hunanadroddiad
boundary-Standpoint-looking_on = yn gwylio

## boundary::DrawnBy

boundary-DrawnBy-asked_by_team = ar gais y tîm
boundary-DrawnBy-clinicians_own = o ddewis y clinigydd
boundary-DrawnBy-unknown = anhysbys

## boundary::Basis

boundary-Basis-direct = wedi'i weld yn uniongyrchol
boundary-Basis-reported = yn ail-law
boundary-Basis-from_records = o gofnodion

## boundary::Verdict

boundary-Verdict-enmeshed = yn gogwyddo tuag at fod yn rhy agos (ymglymedig)
boundary-Verdict-healthy = yn gogwyddo tuag at fod yn iach
boundary-Verdict-diffuse = yn gogwyddo tuag at fod yn rhy bell i ffwrdd (gwasgarog)
boundary-Verdict-mixed = cymysg
boundary-Verdict-contested = yn destun anghytundeb
boundary-Verdict-insufficient = tystiolaeth annigonol

## contracting::Origin

contracting-Origin-social_work = gwahoddiad gan yr ochr gwaith cymdeithasol
contracting-Origin-court = cyfarwyddyd gan lys
contracting-Origin-clinicians_offer = cynnig gan y clinigydd

## contracting::Party

contracting-Party-clinical = yr ochr glinigol
contracting-Party-social_work = yr ochr gwaith cymdeithasol

## contracting::FocusKind

contracting-FocusKind-generate_hypotheses = llunio damcaniaethau
contracting-FocusKind-case_dilemma = cyfyng-gyngor yn yr achos
contracting-FocusKind-assess_risk = asesu'r risg i'r plant
contracting-FocusKind-engage_parent = ymgysylltu â rhiant
contracting-FocusKind-stop_physical_chastisement = atal cosbi corfforol a rhoi terfyn arno
contracting-FocusKind-process_feelings = rhoi lle i'r hyn y mae achos yn ei gyffroi
contracting-FocusKind-plan_intervention = cynllunio ymyrraeth sy'n gweddu i anghenion y plant
contracting-FocusKind-assess_family = asesiad o'r teulu
contracting-FocusKind-other = arall

## contracting::ChildsPlan

contracting-ChildsPlan-early_help_plan = cynllun cymorth cynnar
contracting-ChildsPlan-child_in_need_plan = cynllun plentyn mewn angen
contracting-ChildsPlan-child_protection_plan = cynllun amddiffyn plant
contracting-ChildsPlan-care_plan = cynllun gofal
contracting-ChildsPlan-permanence_plan = cynllun sefydlogrwydd
contracting-ChildsPlan-pathway_plan = cynllun llwybr

## contracting::Lead

contracting-Lead-clinician = y clinigydd sy'n arwain
contracting-Lead-social_worker = y gweithiwr cymdeithasol sy'n arwain
contracting-Lead-shared = maent yn arwain ar y cyd

## contracting::Holder

contracting-Holder-clinician = y clinigydd
contracting-Holder-social_worker = y gweithiwr cymdeithasol
contracting-Holder-shared = y ddau
contracting-Holder-not_needed = nid oes ei angen yma

## contracting::Task

contracting-Task-notes = cymryd nodiadau
contracting-Task-statutory_process = egluro'r broses statudol
contracting-Task-context = gosod y cyd-destun
contracting-Task-asking = gofyn cwestiynau
contracting-Task-reflecting = myfyrio
contracting-Task-safeguarding = dilyn pryderon diogelu
contracting-Task-clinical_work = gwaith clinigol
contracting-Task-statutory_decisions = penderfyniadau statudol

## contracting::Flexed

contracting-Flexed-notes = cymryd nodiadau
contracting-Flexed-statutory_process = egluro'r broses statudol
contracting-Flexed-context = gosod y cyd-destun
contracting-Flexed-asking = gofyn cwestiynau
contracting-Flexed-reflecting = myfyrio
contracting-Flexed-safeguarding = dilyn pryderon diogelu
contracting-Flexed-clinical_work = gwaith clinigol
contracting-Flexed-statutory_decisions = penderfyniadau statudol
contracting-Flexed-lead = arwain

## contracting::Gap. What terms do not say yet

contracting-Gap-focus = beth yw'r ffocws
contracting-Gap-goal = beth yw'r nod
contracting-Gap-lead = pwy sy'n arwain
contracting-Gap-notes = pwy sy'n cymryd nodiadau
contracting-Gap-statutory_process = pwy sy'n egluro'r broses statudol
contracting-Gap-context = pwy sy'n gosod y cyd-destun
contracting-Gap-asking = pwy sy'n holi
contracting-Gap-reflecting = pwy sy'n myfyrio
contracting-Gap-safeguarding = beth yw'r pryderon diogelu
contracting-Gap-duration = am ba hyd
contracting-Gap-family_understanding = sut y caiff y teulu gymorth i ddeall

## contracting::ReasonCode

contracting-ReasonCode-goal_met_early = cyrhaeddwyd y nod yn gynnar
contracting-ReasonCode-goal_changed = newidiodd y nod
contracting-ReasonCode-party_left = gadawodd un o'r partïon
contracting-ReasonCode-no_capacity = diffyg capasiti
contracting-ReasonCode-outside_competence = y tu allan i gymhwysedd
contracting-ReasonCode-risk_too_high = barnwyd bod y risg yn rhy uchel ar gyfer therapi
contracting-ReasonCode-resource_cut = torri adnoddau
contracting-ReasonCode-practice_model_changed = newidiodd y model ymarfer
contracting-ReasonCode-family_withdrew = tynnodd y teulu'n ôl
contracting-ReasonCode-legal_status_changed = newidiodd y statws cyfreithiol
contracting-ReasonCode-case_transferred = trosglwyddwyd yr achos
contracting-ReasonCode-case_closed = caewyd yr achos
contracting-ReasonCode-conflict_of_interest = gwrthdaro buddiannau
contracting-ReasonCode-contract_muddled = roedd y cytundeb yn ddryslyd
contracting-ReasonCode-did_not_take_place = ni ddigwyddodd
contracting-ReasonCode-other = arall

## contracting::Unwelcome

contracting-Unwelcome-too_challenging = rhy heriol
contracting-Unwelcome-too_different_from_plan = rhy wahanol i'r cynllun

## contracting::Prospect

contracting-Prospect-open = wedi'i wahodd, neu'n cael ei drafod
contracting-Prospect-agreed = wedi'i gytuno, beth bynnag a ddaeth o'r gwaith ers hynny
contracting-Prospect-nothing = wedi'i wrthod neu wedi'i dynnu'n ôl

## contracting::Stage. As after *mae'r cytundeb*

contracting-Stage-invited = wedi'i wahodd
    .or = neu wedi'i wahodd
contracting-Stage-reframed = wedi'i ailfframio
    .or = neu wedi'i ailfframio
contracting-Stage-negotiating = yn cael ei negodi
    .or = neu'n cael ei negodi
contracting-Stage-agreed = wedi'i gytuno
    .or = neu wedi'i gytuno
contracting-Stage-postponed = wedi'i ohirio
    .or = neu wedi'i ohirio
contracting-Stage-active = yn weithredol
    .or = neu'n weithredol
contracting-Stage-suspended = wedi'i atal dros dro
    .or = neu wedi'i atal dros dro
contracting-Stage-lapsed = wedi darfod
    .or = neu wedi darfod
contracting-Stage-declined = wedi'i wrthod
    .or = neu wedi'i wrthod
contracting-Stage-withdrawn = wedi'i dynnu'n ôl
    .or = neu wedi'i dynnu'n ôl
contracting-Stage-completed = wedi'i gwblhau
    .or = neu wedi'i gwblhau
contracting-Stage-ended = wedi'i derfynu
    .or = neu wedi'i derfynu
contracting-Stage-revoked = wedi'i ddirymu
    .or = neu wedi'i ddirymu

## Kinds of event

kind-boundary_observed = arsylwi'r ffin
    .soft = arsylwi'r ffin
    .past = arsylwodd y ffin
kind-boundary_reviewed = adolygu'r ffin
    .soft = adolygu'r ffin
    .past = adolygodd y ffin
kind-observation_answered = ateb arsylwad
    .soft = ateb arsylwad
    .past = atebodd arsylwad
kind-contract_invited = gwahodd
    .soft = wahodd
    .past = gwahoddodd
kind-invitation_accepted = derbyn y gwahoddiad
    .soft = dderbyn y gwahoddiad
    .past = derbyniodd y gwahoddiad
kind-reframe_offered = ailfframio
    .soft = ailfframio
    .past = cynigiodd ailfframio
kind-reframe_answered = ateb yr ailfframio
    .soft = ateb yr ailfframio
    .past = atebodd yr ailfframio
kind-terms_proposed = cynnig telerau
    .soft = gynnig telerau
    .past = cynigiodd delerau
kind-terms_accepted = derbyn y telerau
    .soft = dderbyn y telerau
    .past = derbyniodd y telerau
kind-contract_declined = gwrthod
    .soft = wrthod
    .past = gwrthododd
kind-contract_withdrawn = tynnu'n ôl
    .soft = dynnu'n ôl
    .past = tynnodd yn ôl
kind-contract_postponed = gohirio
    .soft = ohirio
    .past = gohiriodd
kind-contract_restored = adfer
    .soft = adfer
    .past = adferodd
kind-contract_begun = dechrau
    .soft = ddechrau
    .past = dechreuodd
kind-contract_reviewed = adolygu
    .soft = adolygu
    .past = adolygodd
kind-party_replaced = disodli parti
    .soft = ddisodli parti
    .past = disodlodd barti
kind-role_flexed = ystwytho rôl
    .soft = ystwytho rôl
    .past = ystwythodd rôl
kind-contract_suspended = atal dros dro
    .soft = atal dros dro
    .past = ataliodd dros dro
kind-contract_resumed = ailddechrau
    .soft = ailddechrau
    .past = ailddechreuodd
kind-contract_completed = cwblhau
    .soft = gwblhau
    .past = cwblhaodd
kind-contract_ended = terfynu
    .soft = derfynu
    .past = terfynodd
kind-contract_revoked = dirymu
    .soft = ddirymu
    .past = dirymodd
kind-contract_renewed = adnewyddu
    .soft = adnewyddu
    .past = adnewyddodd

## Refusals: boundary

refusal-boundary-alone = ni ellir adolygu'r ffin ar eich pen eich hun; nodwch pwy arall a gymerodd ran
refusal-boundary-with_themself = ni ellir adolygu'r ffin gyda chi eich hun; nodwch pwy a gymerodd ran heblaw'r sawl sy'n gweithredu
refusal-boundary-as_of_later = ni ellir adolygu'r ffin fel yr oedd ar adeg ddiweddarach na'r adolygiad

## Refusals: contracting

refusal-contracting-out_of_step = ni ellir { $asked }: mae'r cytundeb { $stage }; yn bosibl yn awr: { $possible }
refusal-contracting-not_theirs =
    { $permitted-count ->
        [0] ni all neb { $asked-soft }
       *[other] dim ond { $permitted } all { $asked-soft }
    }
refusal-contracting-already_accepted = ni ellir derbyn y telerau: mae'r ochr honno wedi derbyn y fersiwn hwn eisoes
refusal-contracting-before_previous_step = ni ellir { $asked }: mae cam diweddarach o'r cytundeb hwn wedi'i gofnodi eisoes; tynnwch hwnnw'n ôl, cofnodwch hwn, ac yna ailadroddwch y llall
refusal-contracting-nothing_proposed = ni ellir derbyn y telerau: nid oes rhai'n aros i gael eu derbyn
refusal-contracting-gaps = ni ellir derbyn y telerau eto; nid ydynt yn dweud: { $gaps }
refusal-contracting-stale_version = ni ellir derbyn fersiwn arall o'r telerau: fersiwn { $current } yw'r un cyfredol
refusal-contracting-reserved_decision = ni ellir { $asked }: mae penderfyniadau statudol wedi'u cadw i'r rhai sydd â'r mandad; cyfrannu a wna clinigydd
refusal-contracting-absurd_day = ni ellir { $asked }: mae'r cynllun yn enwi diwrnod y tu allan i'r blynyddoedd 1900 i 2198
refusal-contracting-planned_end_passed = ni ellir { $asked }: bydd y diwedd a gynlluniwyd wedi mynd heibio erbyn hynny
refusal-contracting-reason_out_of_place =
    { $stage-code ->
        [active] ni all cytundeb sy'n weithredol ddod i ben am y rheswm hwn: { $reason }
        [negotiating] ni all cytundeb sy'n cael ei negodi ddod i ben am y rheswm hwn: { $reason }
       *[other] ni all cytundeb sydd { $stage } ddod i ben am y rheswm hwn: { $reason }
    }
refusal-contracting-not_joint = ni ellir terfynu ar eich pen eich hun: rhaid i rywun ar y llall o'r ddwy ochr, a oedd yma ar y pryd, gytuno
refusal-contracting-not_a_party = ni ellir disodli rhywun nad yw'n barti
refusal-contracting-not_a_successor = ni ellir disodli parti â rhywun nad yw yn y cylch ar yr un ochr
refusal-contracting-nobody_leads = ni ellir gadael heb neb i arwain: y clinigydd, y gweithiwr cymdeithasol neu'r ddau sy'n arwain
refusal-contracting-reframes_nothing = ni ellir ailfframio i'r gofod a'r ffrwd y gofynnwyd amdanynt
refusal-contracting-successor_not_later = ni ellir adnewyddu i gytundeb nad yw'n un diweddarach
refusal-contracting-has_successor = ni ellir adnewyddu: mae olynydd wedi'i gysylltu eisoes

## assessment::SetAside

assessment-SetAside-no_opportunity = dim cyfle i weld
assessment-SetAside-no_weight = yn seiliedig ar yr hyn nad yw'r paramedrau hyn yn rhoi pwysau iddo
assessment-SetAside-own_indicator = un o ddangosyddion y gwasanaeth ei hun, wedi'i gyfrif ar wahân
assessment-SetAside-self_report = hunanadroddiad, wedi'i gyfrif ar wahân
assessment-SetAside-another_side = wedi'i weld o ochr arall i'r un y gwelodd y sylwedydd rywbeth ohoni ddiwethaf

## The readings of the boundary and its drift. What is counted is said as *3 o sylwedyddion*, so that no numeral mutates it

boundary-in-the-cycle = yn y cylch cyfan
boundary-under-contract = o dan gytundeb `{ $contract }`
boundary-in-space = mewn { $space }
boundary-as-seen-by = fel y'i gwelwyd gan { $side }

more = { $count } arall
and-more = a { $count } arall
cited-day = { $day } (cofnod { $entry })
entries =
    { $count ->
        [one] cofnod { $numbers }
       *[other] cofnodion { $numbers }
    }
cited = { $what } ({ $entries })
bullet = - { $what }
bullet-inside = { "  " }- { $what }
sentence = { $what }.
as-of-all = Yn ôl popeth sydd wedi'i gofnodi
as-of-all-known = Yn ôl popeth sydd wedi'i gofnodi, fel yr oedd yn hysbys ar { $known_at }
as-of = Erbyn { $as_of }
as-of-then-known = Erbyn { $as_of } (fel yr oedd yn hysbys bryd hynny)
as-of-known = Erbyn { $as_of }, fel yr oedd yn hysbys ar { $known_at }
recorded-for-others = Cofnodwyd ar ran rhywun arall: { $these }.
recorded-for = cofnod { $entry } gan { $by }, a gofnodwyd gan { $recorded_by }
the-clinician = y clinigydd
somebody = { $person } ({ $role })

agreement-no-pairs = ni raddiodd unrhyw ddau yr un peth
agreement-pairs =
    { $count ->
        [one] 1 pâr
       *[other] { $count } o barau
    }
agreement = { $percent }% o { $pairs }
agreement-few-units = { $agreeing } ({ $units } o'r { $needed } uned sydd eu hangen i ddweud mwy)
agreement-nothing-varies = { $agreeing } ({ $why })
agreement-all-alike = mae pob gradd o'r un gwerth
agreement-more-than-chance = { $agreeing }, mwy nag y byddai siawns yn ei roi
agreement-less-than-chance = { $agreeing }, llai nag y byddai siawns yn ei roi
agreement-chance-alone = { $agreeing }, rhywbeth y gallai siawns yn unig ei roi
agreement-coefficients = { $agreeing } (alffa { $alpha }; AC1 { $ac1 }; { $units } uned)
agreement-interval = { $alpha }, { $low } i { $high }

observers =
    { $count ->
        [zero] dim sylwedyddion
        [one] 1 sylwedydd
       *[other] { $count } o sylwedyddion
    }
more-observers =
    { $count ->
        [one] ac 1 sylwedydd arall
       *[other] a { $count } o sylwedyddion eraill
    }
observations =
    { $count ->
        [zero] dim arsylwadau
        [one] 1 arsylwad
       *[other] { $count } o arsylwadau
    }
occasions =
    { $count ->
        [zero] dim achlysuron
        [one] 1 achlysur
       *[other] { $count } o achlysuron
    }
some-of = { $some } o { $observers }
boundary-weighed = { $lean } { $weight }
boundary-too-few-observers = { $found } o blith { $needed } o sylwedyddion
boundary-too-few-perspectives = { $found } o blith { $needed } o safbwyntiau
boundary-too-few-spaces = { $found } o blith { $needed } o ofodau
boundary-too-few-rows = { $found } o blith { $needed } o resi Ffigur 1
boundary-needed = mae angen mwy: { $counts }
boundary-too-long-ago = mae'r hyn a nodwyd yn rhy bell yn ôl (pwysau o { $found }, lle mae angen { $needed })
boundary-not-firm = nid yw'r hyn a welwyd yn pwyntio'n gadarn at yr un ochr; yn bennaf at fod yn { $lean }, ar { $found } lle mae angen { $needed }
boundary-nothing-known = { $as_of }, nid oes unrhyw arsylwad o'r ffin { $scope } yn hysbys.
boundary-reading = { $as_of }, y ffin { $scope }: { $verdict }
boundary-mixed = cymysg. Mae'r hyn a welwyd yn tynnu dwy ffordd ar unwaith.
boundary-contested = yn destun anghytundeb. Mae'r rhai a'i gwelodd yn anghytuno, ac ni chymerir cyfartaledd o'u safbwyntiau.
boundary-insufficient = tystiolaeth annigonol: { $missing }.
boundary-pattern = mae'r patrwm yn gogwyddo tuag at fod yn { $lean }.
boundary-pattern-firmly = mae'r patrwm yn gogwyddo tuag at fod yn { $lean }, yn gadarn yn ôl y paramedrau hyn ({ $firmness }; { $least } i { $most } o dan ragdybiaethau eraill).
boundary-lean-plainly = { $lean } ({ $plainly })
boundary-near-enough = yn ddigon agos i gydweithio, yn ddigon pell i fod yn wahanol
boundary-read-by = Darllenwyd yn ôl y paramedrau `{ $parameters }`, confensiwn nad oes neb wedi'i ddilysu; ar gyfer myfyrio ar batrwm gwaith, nid ar gyfer arfarnu person.
boundary-alert = Rhybudd: nodwyd bod rhywun wedi gweld yn uniongyrchol geisio rheolaeth ar benderfyniad diogelu neu benderfyniad trothwy (cofnod { $entry }).
boundary-one-is-enough = Mae gweld hynny unwaith yn ddigon i holi amdano; nid dyfarniad mohono.
boundary-others-noted = Nododd eraill yr hyn a welsant o'r un achlysur: { $noted }.
boundary-as-present = yn bresennol ({ $entries })
boundary-as-absent = yn absennol ({ $entries })
boundary-rests-on = Mae'n seiliedig ar { $observations } gan { $observers }, o { $first } i { $last }.
boundary-nothing-counts = Nid oes unrhyw arsylwad yn cyfrif tuag ato.
boundary-not-there = yr hyn sy'n gogwyddo tuag at fod yn { $lean }: { $observations } gan { $observers }
boundary-looked-for = Ymhlith y rhain, chwiliwyd am y canlynol ac nid oedd yno: { $these }.
boundary-each-side = Pob ochr ar ei phen ei hun (mae pob sylwedydd yn cyfrif am un ar y mwyaf; yr ystod yw'r hyn y mae rhagdybiaethau eraill yn ei wneud ohono):
boundary-nobody-looked = { $lean }: nid edrychodd neb
boundary-side = { $lean }: dangosodd { $showed } o { $weight }, cadernid { $firmness } ({ $least } i { $most })
boundary-dissent = O'r rhai sy'n gogwyddo ryw ffordd, mae rhai'n gogwyddo'n wahanol i'r mwyafrif: pwysau o { $weight }, sef { $share } o bwysau pob un ohonynt.
boundary-each-way = Pob ffordd: { $weights }.
boundary-row-by-row = Fesul rhes:
boundary-row = { $row }: { $weights }
boundary-by-observer = Fesul sylwedydd:
boundary-leans = yn gogwyddo tuag at fod yn { $lean }
boundary-leans-no-way = heb ogwyddo i unrhyw gyfeiriad penodol
boundary-saw = mae'r hyn a welodd { $person } ({ $role }) mewn { $spaces } { $leaning } ({ $entries })
boundary-divided = { $of }: yn rhanedig ({ $observers }: { $ways })
boundary-group = { $of }: { $leaning } ({ $observers })
boundary-by-perspective = Fesul safbwynt: { $these }.
boundary-by-space = Fesul gofod: { $these }.
boundary-agreement = Cysondeb barn ynghylch a oedd arwydd yno ar un achlysur: rhwng safbwyntiau, { $perspectives }; rhwng sylwedyddion, { $observers }.
boundary-without = heb { $person }, y canlyniad fyddai: { $becomes }
boundary-without-missing = heb { $person }, y canlyniad fyddai: { $becomes } ({ $missing })
boundary-depends-on-none = Ni fyddai gadael unrhyw un sylwedydd allan yn newid hyn.
boundary-depends-on-one = Mae'r canlyniad yn dibynnu ar un sylwedydd: { $flip }.
boundary-depends-on-each = Mae'r canlyniad yn dibynnu ar bob un o'r sylwedyddion hyn: { $flips }.
boundary-left = Gadawodd { $person } ({ $role }) ar { $day }; i'r person hwn, yr oedd yn edrych yn { $lean } ({ $entries }).
boundary-others-left = Mae'r sawl a'i gwelodd yn wahanol wedi gadael hefyd ({ $gone }); nid yw'r naill ymadawiad na'r llall yn datrys y gwahaniaeth.
boundary-others-there = Mae'n edrych yn wahanol i { $there } sy'n dal yno; nid yw ymadawiad yn datrys y gwahaniaeth.
boundary-others-there-and-left = Mae'n edrych yn wahanol i { $there } sy'n dal yno, ac felly yr oedd i { $gone } sydd wedi gadael hefyd; nid yw ymadawiad yn datrys y gwahaniaeth.
boundary-noted-both-ways = Nodwyd yn bresennol ac yn absennol ar un achlysur, ac fe'i cyfrifir yn bresennol: { $these }.
boundary-noted-by = { $person }: { $indicator } ({ $entries })
boundary-asked-for = Ar gais y tîm: { $observations } o'r hyn sy'n gogwyddo tuag at fod yn { $lean } ({ $entries }).
boundary-self-report = Hunanadroddiad, wedi'i gyfrif ar wahân: { $weights }.
boundary-own-indicators = Dangosyddion y gwasanaeth ei hun, wedi'u cyfrif ar wahân: { $weights }.
boundary-set-aside = Wedi'i roi o'r neilltu ({ $why }): { $observations } ({ $entries }).
boundary-answer = cofnod { $entry } ({ $answers })
boundary-answered = Atebwyd gan y clinigydd: { $these }.

drift-nothing-known = { $as_of }, ni ellir dweud a yw'r ffin { $scope } yn symud: nid oes unrhyw arsylwad yn hysbys.
drift-nothing-known-within = { $as_of }, ni ellir dweud a yw'r ffin { $scope } yn symud: nid oes unrhyw arsylwad yn hysbys o { $from } i { $to }.
drift-reading = { $as_of }, y ffin { $scope } dros amser, yn ôl y paramedrau `{ $parameters }`: { $movement }.
drift-compared = Cymharir { $people }, pob un â'i hunan.
drift-compared-but-for = Cymharir { $people }, pob un â'i hunan; ni chymharir, am iddynt gael eu clywed mewn un ffenestr yn unig: { $others }.
drift-window = { $from } i { $to }: { $what }
drift-window-empty = nid oes unrhyw arsylwad yn hysbys
drift-in-window = { $occasions }, { $observers }
drift-beyond = { $window }; y tu hwnt i'r hyn a welodd yr un bobl drwyddi draw: { $sides }
drift-too-little-to-compare = { $window }; rhy ychydig i'w gymharu
drift-shows-more = mae { $side } yn dangos mwy ers { $day }
drift-shows-less = mae { $side } yn dangos llai ers { $day }
drift-rarely = llai nag 1 o bob 100
drift-in-100 = { $orders } o bob 100
drift-too-few-windows = rhy ychydig i weld newid: gellir cymharu { $found } o'r { $needed } ffenestr sydd eu hangen
drift-no-side-throughout = ni ellir chwilio am newid: gellir cymharu { $windows } ffenestr, ac ar gyfer pob ochr mae rhyw ffenestr heb ddweud dim
drift-none-clear = nid oes newid clir; y mwyaf yw hyn: { $change }; ac ar siawns yn unig byddai'n edrych felly mewn { $orders } o drefnau'r ffenestri hyn
drift-moving = ymddengys bod y patrwm yn symud: { $change }; ar siawns yn unig byddai'n edrych felly mewn { $orders } o drefnau'r ffenestri hyn, yn amlach lle mae hwyliau'n para

## standing::Step, and standing::Requirement

standing-Step-outsider = rhywun o'r tu allan
standing-Step-orientating = yn ymgyfarwyddo (dod o hyd i'w ffordd)
standing-Step-ally = cynghreiriad
standing-Step-embedded = wedi'i wreiddio
standing-Step-influential = dylanwadol
standing-Requirement-joining_evidence = achlysur o ymuno neu reol y sylwyd arni
standing-Requirement-rule_worked_with = rheol o'r system y gweithiwyd gyda hi
standing-Requirement-acknowledgement = cydnabyddiaeth gan yr ochr gwaith cymdeithasol
standing-Requirement-acknowledged_since = cydnabyddiaeth ers y tarfiad diwethaf
standing-Requirement-turn = tro cyflawn o'r cylch
standing-Requirement-space = math o ofod y cwblhawyd troeon ynddo
standing-Requirement-influence = gwahoddiad i lunio ymarfer y tu hwnt i achosion y tîm

## The reading of the standing

standing-one-record = 1 cofnod o ymuno
standing-one-of = 1 { $what }
standing-records = { $count } o gofnodion o ymuno
standing-rules = { $count } o reolau'r system y gweithiwyd gyda nhw
standing-acknowledgements = { $count } o gydnabyddiaethau gan yr ochr gwaith cymdeithasol
standing-acknowledged-since = { $count } o gydnabyddiaethau ers y tarfiad diwethaf
standing-turns = { $count } o droeon cyflawn o'r cylch
standing-spaces = { $count } o fathau o ofod y cwblhawyd troeon ynddynt
standing-influences = { $count } o wahoddiadau i lunio ymarfer y tu hwnt i achosion y tîm
standing-none-so-far = { $what } (dim hyd yma)
standing-none-so-far-cited = { $what } (dim hyd yma: { $entries })
standing-so-far = { $what } ({ $have } o { $need } hyd yma)
standing-so-far-cited = { $what } ({ $have } o { $need } hyd yma: { $entries })
standing-too-little = { $as_of }, rhy ychydig sydd wedi'i gofnodi am ymuno i ddweud pa mor bell y mae wedi dod, yn ôl y paramedrau `{ $parameters }`.
standing-looks-like = { $as_of }, hyd yma mae'r ymuno'n edrych fel hyn: { $step }, yn ôl y paramedrau `{ $parameters }`.
standing-no-further = Nid yw'r hyn sydd wedi'i gofnodi hyd yma yn gam pellach.
standing-rests-on = Mae hyn yn seiliedig ar y canlynol: { $these }.
standing-disruptions =
    { $count ->
        [one] 1 tarfiad
       *[other] { $count } o darfiadau
    }
standing-disrupted = Bu { $disruptions } y tu hwnt i reolaeth y clinigydd, ar { $days }, heb gydnabyddiaeth ers hynny.
standing-disrupted-from = Bu { $disruptions } y tu hwnt i reolaeth y clinigydd, ar { $days }, heb gydnabyddiaeth ers hynny; heb hynny, byddai'n edrych fel hyn: { $step }.
standing-an = { $step }
standing-next = I'w ddarllen fel hyn: { $step }, byddai angen: { $missing }.
standing-no-next = Nid oes cam pellach.
standing-not-for-appraising = Mae'n sôn am yr hyn a gofnodwyd am gydweithio, ac nid ar gyfer arfarnu person y mae.

## noun::Noun, as in *cytundeb `c-1`*

noun-Noun-person = person
noun-Noun-contract = cytundeb
noun-Noun-intervention = ymyrraeth
noun-Noun-session = sesiwn
noun-Noun-change = newid
noun-Noun-observation = arsylwad
noun-Noun-boundary_review = adolygiad o'r ffin
noun-Noun-milestone = carreg filltir
noun-Noun-decision = penderfyniad trothwy
noun-Noun-discussion = trafodaeth achos

## policy::Severity

policy-Severity-error = gwall
policy-Severity-query = ymholiad

## Findings. What a rule asks is said in English

finding-heading = { $what }[{ $rule }]: { $title }
finding-severity = { $severity }
finding-excused = wedi'i esgusodi
finding-undetermined = heb ei bennu
finding-pending = yn yr arfaeth
finding-holds-so-far = yn dal hyd yma
finding-released = wedi'i ryddhau
finding-satisfied = wedi'i fodloni
finding-is-broken = Torrwyd { $rule } ({ $severity }): { $title }.
finding-cannot-be-determined = Ni ellir pennu { $rule } ({ $severity }): { $title }.
finding-is-open = Mae { $rule } yn agored ({ $severity }): { $title }.
finding-so-far-it-holds = Mae { $rule } yn dal hyd yma ({ $severity }): { $title }.
finding-is-satisfied = Mae { $rule } wedi'i fodloni ({ $severity }): { $title }.

mark-opened = dechreuodd y cloc yma
mark-applies = mae'r rheol yn gymwys yma
mark-not-as-required = nid yw'n bodloni'r rheol
mark-nothing-before = ni wnaed yr hyn yr oedd rhaid ei wneud cyn hyn
mark-forbidden = nid oedd hyn i ddigwydd
mark-came-first = ni wnaed yr hyn y gofynnwyd amdano erbyn hynny
mark-done-late = gwnaed yn hwyr
mark-done = gwnaed
mark-stages = { $stages } yma
mark-ended = heb fod yn ddyledus o hyn ymlaen
mark-fell-away = heb fod yn ddyledus mwyach
mark-may-be-the-answer = efallai mai dyma'r hyn y gofynnwyd amdano; mae rhywbeth ynddo heb fod yn hysbys
mark-counts-from = cyfrifir o'r fan hon
mark-due = yn ddyledus
mark-due-and-nothing = yn ddyledus; ni chofnodwyd dim o hynny erbyn { $by }
mark-due-and-a-part = yn ddyledus; dim ond rhan o hynny a gofnodwyd erbyn { $by }
mark-until = yn dal tan hynny
mark-kept-until = cadwyd tan hynny
mark-ran-from = rhedodd amser o'r fan hon
mark-by-time = { $mark }, drwy amser yn unig

help-do-it = byddai gwneud hynny mewn pryd yn ei fodloni
help-do-it-now = gwnewch hynny yn awr; bydd yn aros wedi'i gofnodi'n hwyr
help-declare-feed = datganwch fod y cerrig milltir hyn wedi'u cofnodi'n gyflawn o cyn y diwrnod hwnnw, neu cofnodwch yr un a gyrhaeddwyd
help-record-the-rest = byddai cofnodi'r hyn y mae cofnod { $entry } yn ei adael yn agored yn ei setlo
help-longer-calendar = byddai calendr sy'n ymestyn ymhellach yn ei setlo
help-excuse = gellir ei esgusodi drwy hawlildiad, gyda rheswm

finding-excuses = Mae cofnod { $entry } yn ei esgusodi, ar { $day }.
finding-excuses-until = Mae cofnod { $entry } yn ei esgusodi, ar { $day }, { $until }.
finding-until-the-end = tan ddiwedd { $day }
finding-until-done = nes y caiff ei wneud, gan nad yw'r hawlildiad yn enwi diwrnod
finding-sets = mae pecyn `{ $pack }`, fersiwn { $version }, yn gosod "{ $parameter }" i { $value }

note-set = gosodwyd
note-excused = esgusodwyd
note-help = cymorth
note-source = ffynhonnell
policy-Known-read_in_legislation = gwiriwyd yn y ddeddfwriaeth
policy-Known-read_in_guidance = gwiriwyd mewn canllawiau neu weithdrefnau
policy-Known-read_in_source = gwiriwyd yn y ffynhonnell ei hun
policy-Known-from_memory = o'r cof, heb ei wirio
policy-Known-local = rheol y gwasanaeth ei hun
source = { $work } ({ $known })
source-section = { $work }, { $section } ({ $known })
note-these = { $what }
reference = { $noun } `{ $id }`
reference-each = `{ $id }`
# After a number the noun stays in the singular; after two it has its soft mutation.
period-hours = { $count } awr
period-days =
    { $count ->
        [two] { $count } ddiwrnod
       *[other] { $count } diwrnod
    }
period-working-days =
    { $count ->
        [two] { $count } ddiwrnod gwaith
       *[other] { $count } diwrnod gwaith
    }
period-weeks = { $count } wythnos
period-months =
    { $count ->
        [two] { $count } fis
       *[other] { $count } mis
    }
finding-source = { $source }; pecyn `{ $pack }`, fersiwn { $version }
finding-source-after = { $source }, ar ôl { $after }; pecyn `{ $pack }`, fersiwn { $version }

role-not-recorded = rôl heb ei chofnodi
not-at-hand = nid yw'r hyn a wnaed wrth law
time = { $day } { $time }
time-end-of-day = { $day } diwedd y dydd
time-before = { $day } cyn { $time }

report-calendar = Cyfrifir dyddiadau cau yn ôl calendr { $name }: { $version }.
report-calendar-published = mae gwyliau banc fel y'u cyhoeddwyd hyd at 2028, ac wedi'u cyfrifo o 2029{ $added }
report-rules =
    { $count ->
        [zero] dim rheolau
        [one] 1 rheol
       *[other] { $count } o reolau
    }
report-duties =
    { $count ->
        [zero] dim dyletswyddau
        [one] 1 ddyletswydd
       *[other] { $count } o ddyletswyddau
    }
report-findings =
    { $count ->
        [zero] dim canfyddiadau
        [one] 1 canfyddiad
       *[other] { $count } o ganfyddiadau
    }
report-errors =
    { $count ->
        [one] 1 gwall
       *[other] { $count } o wallau
    }
report-queries =
    { $count ->
        [one] 1 ymholiad
       *[other] { $count } o ymholiadau
    }
report-of-which = { $findings } ({ $errors }, { $queries }, { $undetermined } heb eu pennu)
report-summary = { $rules }, ac o'r rhain bu { $applied } yn gymwys; { $duties }: { $findings }, { $excused } wedi'u hesgusodi, { $open } yn agored
