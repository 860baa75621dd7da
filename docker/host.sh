#!/bin/sh
# What a lab's machine does when it is turned on: it has a key of its own, kept in a volume so that it is the same machine
# when its container is made anew, and waits for the course over SSH. tini above it is the first process.
set -eu
umask 077
name=$(hostname)
key=/claves/maquinas/$name
if [ ! -s "$key" ] || [ ! -s "$key.pub" ]; then
  rm -f "$key" "$key.pub"
  ssh-keygen -q -t ed25519 -N '' -C "$name" -f "$key"
fi
chmod 755 /claves/maquinas
chmod 644 "$key.pub"
cp "$key" /run/curso-host-key
# A lab's machine sees the other ones and nothing else.
ip route del default 2>/dev/null || :
mkdir -p /run/sshd
chmod 755 /run/sshd
exec /usr/sbin/sshd -D -e -f /etc/ssh/curso_sshd_config
