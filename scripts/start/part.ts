/** One process of the product: started, started again when it dies, and stopped when asked. */
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endLeftover, isLeftover } from '@alyson/router/pid-file';
import { codeOf, PlainError } from '../lib/stop-with-one-line.ts';
import { checkPort, type ListenAddress } from './check-port.ts';
import type { DataDir } from './open-data-dir.ts';
import { openPartLog } from './part-log.ts';
import { seldom } from './seldom.ts';

/** Nothing to speak of: a router that is not there costs clicks. Twice as long for each death in a row that came too soon. */
const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 5_000;
/** Nobody should look at a silent terminal for longer. */
const SLOW_AFTER_MS = 8_000;
/** What a part says of a bad variable begins with its name: another try would say the same. */
const NAMES_A_VARIABLE = /^[A-Z]+_[A-Z_]+ /;
/** One that ends this often before it was ever ready will not get better by itself. */
const STARTS_BEFORE_GIVING_UP = 3;

export interface PartSpec {
  /** As people read it, e.g. `control plane`; its files are named `control-plane.log` and so on. */
  name: string;
  /** Absolute path of the program. */
  script: string;
  /** Asked at each start of the process. */
  environment: () => NodeJS.ProcessEnv;
  /** Where it will listen, by the variable that says so. */
  port?: ListenAddress;
  /** Resolves when the process does its work; it may also never resolve, if the process ends first. */
  untilReady: (child: ChildProcess) => Promise<void>;
  /** After this long it is no longer asked, but killed. */
  stopWithinMs: number;
}

export interface Part {
  name: string;
  /** Whether a killed start left it behind, alive. */
  isLeft(): boolean;
  /** Ends what a killed start left behind. @throws PlainError when its port belongs to somebody else */
  takeOver(): Promise<void>;
  /** Resolves when it is ready. @throws PlainError with what it said when it keeps ending before that */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** At once, without asking. */
  kill(): void;
}

/** @param tell  shows a person one line: of deaths and errors once the part was ready, and of a wait before that */
export function createPart(spec: PartSpec, dataDir: DataDir, tell: (line: string) => void): Part {
  const fileName = spec.name.replaceAll(' ', '-');
  const pidFile = join(dataDir.run, `${fileName}.pid`);
  const logFile = join(dataDir.logs, `${fileName}.log`);
  const ownership = `--data-dir=${dataDir.path}`; // no part reads it: it marks whose process this is
  const ownCommand = [spec.script, ownership];
  const tellSeldom = seldom(tell);
  const log = openPartLog(logFile, (line) => wasReady && !isStopping && tellSeldom(`${spec.name}: ${line}`));
  const firstReady = Promise.withResolvers<void>();

  let child: ChildProcess | undefined;
  let exited: Promise<void> = Promise.resolve();
  let starts = 0;
  let waitMs = FIRST_WAIT_MS;
  let again: NodeJS.Timeout | undefined;
  let wasReady = false;
  let isStopping = false;
  let stopped: Promise<void> | undefined;

  const run = () => {
    starts += 1;
    log.forget();
    const process = spawnPart(spec, ownership, log.descriptor);
    child = process;
    if (process.pid) writePid(pidFile, process.pid, tell);
    const { promise, resolve } = Promise.withResolvers<void>();
    exited = promise;
    const ended = (how: string) => {
      child = undefined;
      resolve();
      if (!isStopping) scheduleNext(how);
    };
    process.once('error', (error) => ended(error.message)); // it could not be started at all
    process.once('exit', (code, signal) => ended(signal ? `ended by ${signal}` : `ended with ${code}`));
    spec.untilReady(process).then(
      () => {
        wasReady = true;
        waitMs = FIRST_WAIT_MS; // it was well: its next death is a new story
        firstReady.resolve();
      },
      () => undefined, // it ended first, as `scheduleNext` tells
    );
  };

  const scheduleNext = (how: string) => {
    const said = log.lastTrouble();
    if (!wasReady && (starts >= STARTS_BEFORE_GIVING_UP || NAMES_A_VARIABLE.test(said ?? ''))) {
      firstReady.reject(new PlainError(`The ${spec.name} does not start: ${said ?? how} (log: ${logFile}).`));
      return;
    }
    if (wasReady) tellSeldom(`The ${spec.name} ${how}${said ? ` (${said})` : ''}; it starts again.`);
    again = setTimeout(run, waitMs);
    waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
  };

  const endProcess = async () => {
    isStopping = true;
    clearTimeout(again);
    child?.kill('SIGTERM');
    const impatient = setTimeout(() => killGroup(child), spec.stopWithinMs);
    await exited;
    clearTimeout(impatient);
    if (starts > 0) rmSync(pidFile, { force: true }); // else it may name a process that was left alive
    log.close();
  };

  return {
    name: spec.name,
    isLeft: () => isLeftover(pidFile, ownCommand),
    async takeOver() {
      await endLeftover(pidFile, ownCommand);
      if (spec.port) await checkPort(spec.port);
    },
    async start() {
      if (isStopping) return;
      run();
      const waiting = setInterval(() => {
        const said = log.lastTrouble();
        tell(`Still waiting for the ${spec.name}${said ? `: ${said}` : ''} (log: ${logFile}).`);
      }, SLOW_AFTER_MS);
      await firstReady.promise.finally(() => clearInterval(waiting));
    },
    stop() {
      stopped ??= endProcess();
      return stopped;
    },
    kill() {
      isStopping = true;
      killGroup(child);
    },
  };
}

/**
 * In a group of its own, so that a Ctrl-C in the terminal reaches only the start, which then stops the parts in order.
 * What happens when the start is killed is each part's own affair: the router goes on, the others end.
 */
function spawnPart({ script, environment }: PartSpec, ownership: string, log: number): ChildProcess {
  const stdio: StdioOptions = ['ignore', log, log, 'ipc'];
  return spawn(process.execPath, [script, ownership], { env: environment(), detached: true, stdio });
}

/** A full disk must not end the one process that looks after the others. */
function writePid(file: string, pid: number, tell: (line: string) => void): void {
  try {
    writeFileSync(file, String(pid));
  } catch (error) {
    tell(`Cannot write ${file} (${codeOf(error)}).`);
  }
}

function killGroup(child: ChildProcess | undefined): void {
  if (!child?.pid) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // ended meanwhile
  }
}
