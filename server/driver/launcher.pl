# Starts programs behind pseudo-terminals for a server that is too large for it: to fork copies a process's page tables, which
# takes a server of 300 MB 10 ms, in which it answers nobody.
#
#   in:   start ID TTY FOLDER COUNT NAME=VALUE… PROGRAM ARGUMENT…     COUNT is that of the variables
#         signal ID NAME
#   out:  started ID PID     it leads a session of its own
#         ended ID CODE SIGNAL
#
# One line each; the words are percent-encoded. When standard input closes, the server has ended: so does this.
use strict;
use POSIX ();

# It may have been started again, while terminals were open: see close-descriptors.ts.
syscall(436, 3, 0xffffffff, 0) == 0 or die "close_range: $!";

my (%pid_of, %id_of);

# Erase whole letters of UTF-8, and go on after Ctrl+S with any key.
sub comfortable {
  my $settings = POSIX::Termios->new;
  $settings->getattr(0);
  my ($ixany, $imaxbel, $iutf8) = (04000, 020000, 040000);
  $settings->setiflag($settings->getiflag | POSIX::BRKINT | $ixany | $imaxbel | $iutf8);
  $settings->setattr(0, POSIX::TCSANOW);
}

sub become {
  my ($id, $tty, $folder, $count, @rest) = @_;
  $SIG{CHLD} = 'DEFAULT';
  POSIX::setsid();
  syswrite STDOUT, "started $id $$\n";
  # The first terminal that the leader of a session opens becomes the session's own.
  open STDIN, '+<', $tty or POSIX::_exit(127);
  comfortable();
  open STDOUT, '>&', \*STDIN or POSIX::_exit(127);
  open STDERR, '>&', \*STDIN or POSIX::_exit(127);
  %ENV = map { split /=/, $_, 2 } splice @rest, 0, $count;
  chdir $folder and exec { $rest[0] } @rest;
  print STDERR "$rest[0]: $!\n";
  POSIX::_exit(127);
}

sub obey {
  my ($order, $id, @words) = map { s/%([0-9A-F]{2})/chr hex $1/ger } split / /, shift;
  if ($order eq 'signal') {
    kill $words[0], $pid_of{$id} if $pid_of{$id};
    return;
  }
  my $pid = fork;
  become($id, @words) if defined $pid && $pid == 0;
  if (defined $pid) { ($pid_of{$id}, $id_of{$pid}) = ($pid, $id) }
  else { syswrite STDOUT, "ended $id 127 0\n" }
}

# Does nothing, but ends the wait below.
$SIG{CHLD} = sub { };
my $input = '';
for (;;) {
  while ((my $pid = waitpid -1, POSIX::WNOHANG) > 0) {
    my $id = delete $id_of{$pid};
    delete $pid_of{$id};
    syswrite STDOUT, sprintf "ended %s %d %d\n", $id, $? >> 8, $? & 127;
  }
  vec(my $readable = '', 0, 1) = 1;
  # A child that ends in the instant before the wait is noticed a second later.
  next if select($readable, undef, undef, 1) < 1;
  last if !sysread STDIN, $input, 65536, length $input;
  obey($1) while $input =~ s/^(.*)\n//;
}
