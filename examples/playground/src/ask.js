// Asks a worker, and waits for its answer.

export class Failure extends Error {
    constructor({ message, code, line, problems }) {
        super(message);
        Object.assign(this, { code, line, problems });
    }
}

/** A worker that answers questions; `tell` hears how far it has come. */
export function start(tell = () => {}) {
    const worker = new Worker(new URL('worker.js', import.meta.url), { type: 'module' });
    const waiting = new Map();
    let last = 0;
    const fail = (message) => {
        for (const { reject } of waiting.values()) reject(new Failure({ message }));
        waiting.clear();
    };
    worker.onmessage = ({ data: { id, answer, error, progress } }) => {
        if (progress) return tell(progress);
        const { resolve, reject } = waiting.get(id);
        waiting.delete(id);
        return error ? reject(new Failure(error)) : resolve(answer);
    };
    worker.onerror = ({ message }) => fail(message ?? 'the page cannot start its worker');
    return {
        ask: (ask, given = {}) => new Promise((resolve, reject) => {
            last += 1;
            waiting.set(last, { resolve, reject });
            worker.postMessage({ id: last, ask, ...given });
        }),
        end: () => {
            worker.terminate();
            fail('cancelled');
        },
    };
}
