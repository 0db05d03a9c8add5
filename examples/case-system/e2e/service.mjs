// Starts the case system itself, over a fresh database with its invented cases, on a port that is free.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const top = join(dirname(fileURLToPath(import.meta.url)), '../../..');

/** The program: the one that `CASE_SYSTEM` names, or else it is built. */
const program = () => {
    if (process.env.CASE_SYSTEM) return process.env.CASE_SYSTEM;
    execFileSync('cargo', ['build', '--quiet', '--locked', '-p', 'case-system'], { cwd: top, stdio: 'inherit' });
    const { target_directory: target } = JSON.parse(execFileSync('cargo', ['metadata', '--locked', '--format-version', '1', '--no-deps'], { cwd: top, maxBuffer: 1 << 26 }));
    return join(target, 'debug/case-system');
};

/** Starts it: where it is, a way to run its commands, and how it is stopped. What it logs is kept, to be shown where a test fails. */
export const start = async () => {
    const path = program();
    const folder = mkdtempSync(join(tmpdir(), 'case-system-e2e-'));
    const env = { ...process.env, CASE_SYSTEM_DATABASE: `sqlite:${join(folder, 'cases.db')}`, CASE_SYSTEM_LISTEN: '127.0.0.1:0' };
    // The commands are never those of development; the database is that of the environment.
    const settings = join(folder, 'settings.toml');
    writeFileSync(settings, '[sign_in]\nby = "development"\npeople = []\n');
    const log = [];
    const service = spawn(path, [], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    createInterface({ input: service.stderr }).on('line', (line) => log.push(line));
    const ended = new Promise((done) => service.once('exit', done));
    const origin = await new Promise((found, failed) => {
        createInterface({ input: service.stdout }).on('line', (line) => {
            const said = /^listening on (http:\S+)$/.exec(line);
            if (said) found(said[1]);
        });
        ended.then((status) => failed(new Error(`it ended with ${status}: ${log.join('\n')}`)));
    });
    return {
        origin,
        log,
        run: (...words) => execFileSync(path, ['--settings', settings, ...words], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }),
        stop: async () => {
            const began = Date.now();
            service.kill('SIGTERM');
            const status = await ended;
            rmSync(folder, { recursive: true, force: true });
            return { status, milliseconds: Date.now() - began };
        },
    };
};
