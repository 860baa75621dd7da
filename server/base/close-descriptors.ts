/**
 * What a process of the server must not inherit. Node.js opens its own files so that no program it starts has them, but
 * node-pty does not: without this, every program would have in its hands the terminals that are open at its start.
 */

/** close_range(2): its number is the same on every processor; Linux ≥ 5.9. In Perl, which is part of every Debian. */
export const closeDescriptors = `syscall(436, 3, 0xffffffff, 0) == 0 or die "close_range: $!";`;

/** Put before a command, starts it with its standard input, output and error, and nothing else. */
export const withoutDescriptors = [
  'perl',
  '-e',
  `${closeDescriptors} exec { $ARGV[0] } @ARGV or die "$ARGV[0]: $!";`,
  '--',
] as const;
