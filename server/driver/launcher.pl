#!/usr/bin/perl
# Starts programs for a server that is too large for it: to fork copies a process's page tables, which takes a server of
# 300 MB 10 ms, in which it answers nobody.
#
#   in:   start ID TTY GROUP FOLDER COUNT NAME=VALUE… PROGRAM ARGUMENT…     COUNT is that of the variables. Behind that
#                            pseudo-terminal; without a TTY, with pipes. In that control group, where there is a GROUP
#         signal ID NAME
#         close-stdin ID     ends its standard input
#   out:  started ID PID     it leads a session of its own
#         stdout ID BYTES, stderr ID BYTES         on a pipe
#         ended ID CODE SIGNAL                   it, and on pipes all that had them of it
#
#   launcher.pl run PROGRAM ARGUMENT…     becomes it: for who asks what labs may do. Where AppArmor restricts namespaces, this
#                                         file is what is let make them (deploy/apparmor).
#
# One line each; the words are percent-encoded. When standard input closes, the server has ended: so does this.
use strict;
use POSIX ();

if (($ARGV[0] // '') eq 'run') {
  shift;
  exec { $ARGV[0] } @ARGV or die "$ARGV[0]: $!\n";
}

# It may have been started again, while terminals were open: see close-descriptors.ts.
syscall(436, 3, 0xffffffff, 0) == 0 or die "close_range: $!";

# Whatever the server's own: in a lab run as another user the supervisor makes folders for it, and what a learner sees of modes is the same everywhere.
umask 022;

# What is left of each program: its process, and the pipes that are open.
my (%pid_of, %id_of, %input_of, %pipes_of, %exit_of, %left_of);

# Erase whole letters of UTF-8, and go on after Ctrl+S with any key.
sub comfortable {
  my $settings = POSIX::Termios->new;
  $settings->getattr(0);
  my ($ixany, $imaxbel, $iutf8) = (04000, 020000, 040000);
  $settings->setiflag($settings->getiflag | POSIX::BRKINT | $ixany | $imaxbel | $iutf8);
  $settings->setattr(0, POSIX::TCSANOW);
}

sub take_terminal {
  my $tty = shift;
  # The first terminal that the leader of a session opens becomes the session's own.
  open STDIN, '+<', $tty or POSIX::_exit(127);
  comfortable();
  open STDOUT, '>&', \*STDIN or POSIX::_exit(127);
  open STDERR, '>&', \*STDIN or POSIX::_exit(127);
}

sub join_group {
  my $file = shift . '/cgroup.procs';
  return if open(GROUP, '>', $file) && syswrite GROUP, '0';
  print STDERR "$file: $!\n";
  POSIX::_exit(127);
}

sub become {
  my ($id, $take, $group, $folder, $count, @rest) = @_;
  $SIG{CHLD} = 'DEFAULT';
  POSIX::setsid();
  syswrite STDOUT, "started $id $$\n";
  $take->();
  join_group($group) if $group ne '';
  %ENV = map { split /=/, $_, 2 } splice @rest, 0, $count;
  chdir $folder and exec { $rest[0] } @rest;
  print STDERR "$rest[0]: $!\n";
  POSIX::_exit(127);
}

sub start {
  my ($id, $tty, @words) = @_;
  my ($take, @pipes) = (sub { take_terminal($tty) });
  if ($tty eq '') {
    pipe my $theirs, my $input;
    $input_of{$id} = $input;
    for my $word ('stdout', 'stderr') {
      pipe my $ours, my $end;
      push @pipes, [$ours, $id, $word, $end];
    }
    $take = sub {
      POSIX::dup2(fileno $theirs, 0);
      POSIX::dup2(fileno $pipes[$_ - 1][3], $_) for 1, 2;
    };
  }
  my $pid = fork;
  become($id, $take, @words) if defined $pid && $pid == 0;
  if (!defined $pid) {
    delete $input_of{$id};
    return syswrite STDOUT, "ended $id 127 0\n";
  }
  ($pid_of{$id}, $id_of{$pid}) = ($pid, $id);
  $left_of{$id} = 1 + @pipes;
  close pop @$_ for @pipes;
  $pipes_of{fileno $_->[0]} = $_ for @pipes;
}

# A part of it is gone; with the last, it is.
sub lose {
  my $id = shift;
  return if --$left_of{$id};
  syswrite STDOUT, "ended $id $exit_of{$id}\n";
  delete $_->{$id} for \%left_of, \%exit_of, \%input_of;
}

sub hear {
  my ($ours, $id, $word) = @{ $pipes_of{ $_[0] } };
  # So little that its line, three times as long, is written at once: those of programs that start come between (PIPE_BUF, pipe(7)).
  if (sysread $ours, my $bytes, 1024) {
    syswrite STDOUT, "$word $id " . ($bytes =~ s/([^!-\$&-~])/sprintf '%%%02X', ord $1/ger) . "\n";
    return;
  }
  delete $pipes_of{ $_[0] };
  lose($id);
}

sub obey {
  my ($order, $id, @words) = map { s/%([0-9A-F]{2})/chr hex $1/ger } split / /, shift, -1;
  if ($order eq 'start') { start($id, @words) }
  elsif ($order eq 'close-stdin') { delete $input_of{$id} }
  elsif ($pid_of{$id}) { kill $words[0], $pid_of{$id} }
}

# Does nothing, but ends the wait below.
$SIG{CHLD} = sub { };
my $input = '';
for (;;) {
  while ((my $pid = waitpid -1, POSIX::WNOHANG) > 0) {
    my $id = delete $id_of{$pid};
    delete $pid_of{$id};
    $exit_of{$id} = sprintf '%d %d', $? >> 8, $? & 127;
    lose($id);
  }
  vec(my $readable = '', 0, 1) = 1;
  vec($readable, $_, 1) = 1 for keys %pipes_of;
  # A child that ends in the instant before the wait is noticed a second later.
  next if select($readable, undef, undef, 1) < 1;
  hear($_) for grep { vec $readable, $_, 1 } keys %pipes_of;
  next if !vec $readable, 0, 1;
  last if !sysread STDIN, $input, 65536, length $input;
  obey($1) while $input =~ s/^(.*)\n//;
}
