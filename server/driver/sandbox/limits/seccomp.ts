/**
 * The system calls that a program of a lab may not make: what a shell, Redis or Node.js never needs, and what has let people
 * out of containers before. A classic BPF program, made here for this machine's processor, and put on by `under` below.
 */
import { closeDescriptors } from '../../../base/close-descriptors.ts';
import { ArchitectureUnsupported } from '../../errors.ts';

/** Answers to a refused call: `EPERM` says no; `ENOSYS` makes a program take its older way; `ENODEV` is for `mmap`, `EAFNOSUPPORT` for `socket`. */
const errno = { EPERM: 1, ENODEV: 19, ENOSYS: 38, EAFNOSUPPORT: 97 } as const;

/** Numbers of a call on x86_64 and on aarch64; null where there is no such call. Sources: asm/unistd_64.h, asm-generic/unistd.h. */
type Numbers = readonly [x64: number, arm64: number | null];

export const forbidden: Readonly<Record<string, Numbers>> = {
  // What is mounted, where the root is, and files by handle instead of by path.
  mount: [165, 40],
  umount2: [166, 39],
  pivot_root: [155, 41],
  chroot: [161, 51],
  open_tree: [428, 428],
  move_mount: [429, 429],
  fsopen: [430, 430],
  fsconfig: [431, 431],
  fsmount: [432, 432],
  fspick: [433, 433],
  mount_setattr: [442, 442],
  open_tree_attr: [467, 467],
  name_to_handle_at: [303, 264],
  open_by_handle_at: [304, 265],
  quotactl: [179, 60],
  quotactl_fd: [443, 443],
  swapon: [167, 224],
  swapoff: [168, 225],
  acct: [163, 89],
  fanotify_init: [300, 262],
  // Namespaces; `clone` is looked at below.
  unshare: [272, 97],
  setns: [308, 268],
  // A session of its own would be a share of the CPU of its own: see priority.ts.
  setsid: [112, 157],
  // Other processes' memory and descriptors.
  ptrace: [101, 117],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  process_madvise: [440, 440],
  pidfd_getfd: [438, 438],
  kcmp: [312, 272],
  // The kernel itself.
  init_module: [175, 105],
  finit_module: [313, 273],
  delete_module: [176, 106],
  kexec_load: [246, 104],
  kexec_file_load: [320, 294],
  bpf: [321, 280],
  perf_event_open: [298, 241],
  userfaultfd: [323, 282],
  keyctl: [250, 219],
  add_key: [248, 217],
  request_key: [249, 218],
  syslog: [103, 116],
  lookup_dcookie: [212, 18],
  modify_ldt: [154, null],
  iopl: [172, null],
  ioperm: [173, null],
  // The machine: its clock, its names, its memory's places, its end.
  settimeofday: [164, 170],
  clock_settime: [227, 112],
  adjtimex: [159, 171],
  clock_adjtime: [305, 266],
  sethostname: [170, 161],
  setdomainname: [171, 162],
  reboot: [169, 142],
  vhangup: [153, 58],
  mbind: [237, 235],
  set_mempolicy: [238, 237],
  migrate_pages: [256, 238],
  move_pages: [279, 239],
};

export const absent: Readonly<Record<string, Numbers>> = {
  // Its flags are in memory, where a filter cannot look: without it the C library uses `clone`.
  clone3: [435, 435],
  io_uring_setup: [425, 425],
  io_uring_enter: [426, 426],
  io_uring_register: [427, 427],
  // Memory that no limit of a process counts.
  memfd_create: [319, 279],
  memfd_secret: [447, 447],
  shmget: [29, 194],
  shmat: [30, 196],
  msgget: [68, 186],
  semget: [64, 190],
  mq_open: [240, 180],
};

const clone: Numbers = [56, 220];
const ioctl: Numbers = [16, 29];
const socket: Numbers = [41, 198];
const mmap: Numbers = [9, 222];
const prctl: Numbers = [157, 167];

/** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET, of linux/sched.h. */
const newNamespaces = 0x7e020000;
/** TIOCSTI and TIOCLINUX type into a terminal as if a person did. */
const typing = [0x5412, 0x541c];
/** AF_UNIX, AF_INET, AF_INET6, AF_NETLINK (for `ip`). Not AF_VSOCK: it reaches the machine's own host, whatever the network namespace. */
const families = [1, 2, 10, 16];
/**
 * The bit that MAP_SHARED and MAP_SHARED_VALIDATE have, and MAP_PRIVATE has not. A shared map without a file, or of /dev/zero, is memory
 * that no limit of a process counts; the C library reads what it cannot map (its cache of character sets).
 */
const mapShared = 0x1;

// linux/filter.h and linux/seccomp.h
const load = (offset: number) => instruction(0x20, 0, 0, offset);
const and = (mask: number) => instruction(0x54, 0, 0, mask);
const skipIf = (value: number, yes: number, no: number) => instruction(0x15, yes, no, value);
const skipIfAtLeast = (value: number, yes: number, no: number) => instruction(0x35, yes, no, value);
const allow = () => instruction(0x06, 0, 0, 0x7fff0000);
const refuse = (error: number) => instruction(0x06, 0, 0, 0x00050000 | error);
const endProcess = () => instruction(0x06, 0, 0, 0x80000000);

/** Where `struct seccomp_data` has them; the low half of an argument, on both of these processors. */
const at = { call: 0, architecture: 4, firstArgument: 16, secondArgument: 24, fourthArgument: 40 } as const;

function instruction(code: number, yes: number, no: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16LE(code, 0);
  bytes.writeUInt8(yes, 2);
  bytes.writeUInt8(no, 3);
  bytes.writeUInt32LE(value >>> 0, 4);
  return bytes;
}

/** AUDIT_ARCH_X86_64 and AUDIT_ARCH_AARCH64, of linux/audit.h. */
const processors: Readonly<Record<string, { readonly column: 0 | 1; readonly audit: number }>> = {
  x64: { column: 0, audit: 0xc000003e },
  arm64: { column: 1, audit: 0xc00000b7 },
};

function processor(name: string) {
  const known = processors[name];
  if (!known) throw new ArchitectureUnsupported(name);
  return known;
}

/** The filter for a processor as Node.js names it. @throws ArchitectureUnsupported */
export function seccompFilter(name: string = process.arch): Buffer {
  const { column, audit } = processor(name);
  /** When the call is this one, the steps; they end with the call's number loaded, or with an answer. */
  const on = (numbers: Numbers, ...steps: readonly Buffer[]): Buffer[] => {
    const number = numbers[column];
    return number === null ? [] : [skipIf(number, 0, steps.length), ...steps];
  };
  const refused = (calls: Readonly<Record<string, Numbers>>, error: number) =>
    Object.values(calls).flatMap((numbers) => on(numbers, refuse(error)));
  return Buffer.concat([
    load(at.architecture),
    skipIf(audit, 1, 0),
    endProcess(), // The same machine's 32-bit calls have other numbers.
    load(at.call),
    // x32, which has numbers of its own too.
    ...(name === 'x64' ? [skipIfAtLeast(0x40000000, 0, 1), refuse(errno.ENOSYS)] : []),
    ...refused(forbidden, errno.EPERM),
    ...refused(absent, errno.ENOSYS),
    ...on(clone, load(at.firstArgument), and(newNamespaces), skipIf(0, 0, 1), allow(), refuse(errno.EPERM)),
    ...on(mmap, load(at.fourthArgument), and(mapShared), skipIf(0, 0, 1), allow(), refuse(errno.ENODEV)),
    ...on(
      ioctl,
      load(at.secondArgument),
      ...typing.flatMap((request) => [skipIf(request, 0, 1), refuse(errno.EPERM)]),
      allow(),
    ),
    ...on(
      socket,
      load(at.firstArgument),
      ...families.flatMap((family) => [skipIf(family, 0, 1), allow()]),
      refuse(errno.EAFNOSUPPORT),
    ),
    allow(),
  ]);
}

/**
 * Puts the filter on itself and becomes the command: PRCTL FILTER COMMAND…. Perl, for it can make a system call; what it starts inherits the filter and cannot take it off. PR_SET_NO_NEW_PRIVS is 38, PR_SET_SECCOMP 22, its FILTER 2.
 */
const become = `${closeDescriptors}
my ($prctl, $hex) = splice @ARGV, 0, 2;
my $filter = pack 'H*', $hex;
my $program = pack 'S x6 P', length($filter) / 8, $filter;
syscall($prctl, 38, 1, 0, 0, 0) == 0 or die "no_new_privs: $!";
syscall($prctl, 22, 2, $program) == 0 or die "seccomp: $!";
exec { $ARGV[0] } @ARGV or die "$ARGV[0]: $!";`;

/** The number of `prctl`, the Perl program above, and the filter. @throws ArchitectureUnsupported */
export function filterParts(): readonly [prctl: string, become: string, filter: string] {
  const { column } = processor(process.arch);
  return [String(prctl[column]), become, seccompFilter().toString('hex')];
}

/** Put before a command, runs it under the filter, or not at all. @throws ArchitectureUnsupported */
export function underFilter(): readonly string[] {
  const [number, program, filter] = filterParts();
  return ['perl', '-e', program, number, filter];
}
