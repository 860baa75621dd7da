/** One line of a Sentinel's log, as redis-sentinel writes it: `pid:X date time level message`. */
export interface LogLine {
  /** `14:48:01.682`: the day adds nothing to a story of seconds. */
  readonly time: string;
  /** `+switch-master`, or the words that stand for an event in the two messages that have no sign. */
  readonly event: string;
  readonly args: readonly string[];
  readonly raw: string;
}

const linePattern = /^\d+:X \d{2} \w{3} \d{4} (?<time>\d{2}:\d{2}:\d{2}\.\d{3}) [#*.-] (?<message>\S.*)$/;
const signed = /^(?<event>[+-][a-z-]+)(?: (?<rest>.*))?$/;
const requested = /^(?<event>Executing user requested FAILOVER) of '(?<master>[^']+)'$/;
const vote = /^(?<voter>[0-9a-f]{40}) (?<event>voted for) (?<leader>[0-9a-f]{40}) (?<epoch>\d+)$/;

function parseMessage(message: string): Pick<LogLine, 'event' | 'args'> | undefined {
  const plain = signed.exec(message)?.groups;
  if (plain?.['event']) return { event: plain['event'], args: plain['rest']?.split(' ') ?? [] };
  const asked = requested.exec(message)?.groups;
  if (asked?.['event'] && asked['master']) return { event: asked['event'], args: [asked['master']] };
  const cast = vote.exec(message)?.groups;
  if (cast?.['event'] && cast['voter'] && cast['leader'] && cast['epoch']) {
    return { event: cast['event'], args: [cast['voter'], cast['leader'], cast['epoch']] };
  }
  return undefined;
}

export function parseLogLine(line: string): LogLine | undefined {
  const raw = line.trimEnd();
  const { time, message } = linePattern.exec(raw)?.groups ?? {};
  const parsed = message === undefined ? undefined : parseMessage(message);
  return time === undefined || parsed === undefined ? undefined : { time, ...parsed, raw };
}
