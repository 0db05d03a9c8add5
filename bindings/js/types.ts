
import type { Act, Documents, Entry, Offer } from './values.js';

/** Everything that stands within acts, entries, reports and the like, by name. */
export type * as values from './values.js';
export type { Act, Entry, Offer };

/** Where everything stands. */
export type Overview = Documents['overview'];
/** What the rules of a pack come to. */
export type Report = Documents['report'];
/** A duty that was broken, or cannot be determined, explained. */
export type Finding = Documents['finding'];
/** What recording an act would break. */
export type Judgement = Documents['judgement'];
/** What somebody could do, or could but for an obstacle. */
export type Possibility = Documents['possibility'];
/** Why an act is refused. */
export type RefusalReport = Documents['refusal'];
/** Why a line cannot be read. */
export type FaultReport = Documents['fault'];
/** The fields of a kind of event. */
export type Form = Documents['form'];

/** A time: RFC 3339, or in options and arguments a day such as `2026-04-02` for its last instant in London. */
export type Moment = string;

/** What is wrong with a pack, stories or a world: where, and what may have been meant. */
export interface Problem {
    pack: string;
    path: string;
    message: string;
    meant: string | null;
}

/** What is thrown. `code` is stable; the other fields say as data what is known. */
export interface PracticeCycleError extends Error {
    name: 'PracticeCycleError';
    code: string;
    /** The line of a history that does not load, from 1. */
    line?: number;
    /** Why an act is refused, or a line cannot be read. */
    report?: RefusalReport | FaultReport;
    /** Everything that is wrong with packs, stories or a world. */
    problems?: Problem[];
}

/** Options of what is data. */
export interface Whole {
    /** Leave out what occurred later; else what the last recording knew. */
    asOf?: Moment;
    /** Leave out what was recorded later. */
    knownAt?: Moment;
    /** With the words that people wrote, and the references of cases. */
    words?: boolean;
}

/** Options of what is made for somebody to read. */
export interface ForReader {
    asOf?: Moment;
    knownAt?: Moment;
    /** The person who reads it; else it is for nobody in particular. */
    reader?: string;
}

/** Options of a picture. */
export interface Drawing extends ForReader {
    /** How wide it is in pixels, from 800 to 4000; else 1100. */
    wide?: number;
}

/** Options of a check. */
export interface Checking extends ForReader {
    /** Everything, whoever may read it; not together with `reader`. */
    whole?: boolean;
}

/** A rule as a pack lists it. */
export interface RuleListing {
    id: string;
    title: string;
    severity: 'error' | 'query';
    /** The pack that it stands in. */
    pack: string;
    source: Finding['source'];
    after: Finding['source'] | null;
}

/** What a pack is. */
export interface PackListing {
    name: string;
    version: string;
    title: string;
    notice: string | null;
    rules: RuleListing[];
}

/** What a check comes to, in numbers. */
export interface Summary {
    rules: number;
    applied: number;
    duties: number;
    errors: number;
    queries: number;
    undetermined: number;
    excused: number;
    open: number;
}

/** What a check found. */
export interface Checked {
    report: Report;
    summary: Summary;
    /** The same in words. */
    summary_text: string;
    findings: {
        finding: Finding;
        excused: boolean;
        /** One sentence. */
        sentence: string;
        /** Beside the entries it is about, over several lines. */
        excerpt: string;
    }[];
    /** Which waivers excuse nothing. */
    notes: string[];
    /** As of when, and as known when. */
    seen: string;
}

/** What became of a story. */
export interface Ran {
    story: string;
    as_expected: boolean;
    text: string;
}

/** What might not be meant in what was recorded. */
export interface Warning {
    code: string;
    entry: number;
    message: string;
}

/** A code with its label. */
export interface Label {
    list: string;
    code: string;
    label: string;
}

/** A kind of event. */
export interface EventKind {
    code: string;
    /** The act as one would ask for it. */
    label: string;
    /** What was done. */
    past_tense: string;
}

/** How far a search has come. */
export interface SearchProgress {
    rule: string;
    /** All histories of up to this number of steps were looked at. */
    steps: number;
    states: number;
    waiting: number;
    seconds: number;
}

/** Where to search, and how far: either a `world` or `stories`. */
export interface SearchOptions {
    /** A world as JSON, or the name of one that comes with the library: `one contract`, `two contracts`, `three contracts`, `turnover`. */
    world?: string;
    /** Stories as JSON: the world is made of those that speak of the rule. */
    stories?: string;
    /** No histories of more acts than this; 30 unless said otherwise. */
    steps?: number;
    /** No more states than about this; 100,000 unless said otherwise. */
    states?: number;
    /** No longer than this. */
    seconds?: number;
    /** Called several times a second; where it answers `false`, the search stops. */
    progress?: (progress: SearchProgress) => void | boolean;
}

/** What a rule can come to. */
export type Question = 'applies' | 'keeps' | 'breaks' | 'breaks_alone' | 'undetermined';

/** Whether something can happen in a world. */
export type Reachability =
    | { answer: 'found'; as_of: Moment; known_at: Moment; history: Entry[] }
    | { answer: 'never_in_this_world' }
    | { answer: 'not_within'; not_within: { steps: number } | { states: number } | 'stopped' };

/** What a search found of one rule. */
export type SearchedRule = Record<Question, Reachability> & {
    rule: string;
    title: string;
    states: number;
    steps: number;
    /** How often time could pass. */
    passes: number;
    /** How many histories the states stand for, in digits: it can be more than a number holds. */
    histories: string | null;
    seen_through: boolean;
};

/** What a search found. */
export interface SearchResult {
    pack: string;
    version: string;
    rules: SearchedRule[];
    /** The rules of which no story speaks. */
    without_story: string[];
}

/** Something claimed of every situation of a world, of none, or of some: a name, and what says whether it is so. */
export type Claim = ({ always: string } | { never: string } | { sometimes: string }) & { holds: (situation: Situation) => boolean };

/** What a search says of a claim: `found` holds the shortest history that refutes it, or bears out what is `sometimes` so. */
export interface ClaimResult {
    claim: string;
    decided_by: Reachability;
}
