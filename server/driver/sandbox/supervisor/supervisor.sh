# The sandbox supervisor: the first process of a lab, inside its own user, network, mount and process namespaces: starts one sandbox per node, joins
# them by a bridge, says on standard output which process is each node's first (`node NAME PID`, then `ready`) and which node has
# ended (`ended NAME`), and waits. When standard input closes (the server stopped, however it did) or this process is killed, the
# kernel ends everything inside.
#
#   bash -c "$(cat supervisor.sh)" supervisor LAB PREFIX 'NODE:ADDRESS…' PRCTL BECOME FILTER LIMITS CLIENT-LIMITS COMMON [FROM AT]…      LAB is the lab's folder
#
# PRCTL, BECOME and FILTER put the filter of seccomp.ts on each host's first process, LIMITS are prlimit's, those of the host `cliente`
# apart. Each FROM AT is a file or a folder of this machine that the host `cliente` sees, read-only, and the first COMMON ones that all do.
#
# To start programs is most of what a lab costs, and on some machines a fork takes 5 ms: so here there are as few as can be, no
# subshells, and every wait is bash's own.
set -eu
lab=$1 prefix=$2 nodes=$3 prctl=$4 become=$5 filter=$6 limits=$7 client_limits=$8 common=$9
shift 9
tools=("$@")

# bwrap says on .info which process is the node's first, and has it wait until it can read a byte of .go; then the node's init
# says there that it runs, and waits on .never for ever. All are held open for reading and writing, so nothing here waits for their other end.
info=$lab/nodes/.info go=$lab/nodes/.go never=$lab/nodes/.never
[ -p "$never" ] || mkfifo "$info" "$go" "$never"
exec 3<>"$info" 4<>"$go" 5<>"$never"

# What all nodes see of this machine.
shown=()
for link in bin sbin lib lib32 lib64; do
  if [ -L "/$link" ]; then shown+=(--symlink "usr/$link" "/$link"); elif [ -d "/$link" ]; then shown+=(--ro-bind "/$link" "/$link"); fi
done
for shared in alternatives terminfo inputrc vim nanorc; do shown+=(--ro-bind-try "/etc/$shared" "/etc/$shared"); done
# What enters a host still has its capabilities when it starts its first program there: which libraries that one loads must
# not be for the learner, whose folder /etc is, to say.
cache=/etc/ld.so.cache
[ -e "$cache" ] || cache=/dev/null
shown+=(--ro-bind "$cache" /etc/ld.so.cache --ro-bind /dev/null /etc/ld.so.preload)

declare -A sandbox=()
launch() {
  local node=$1 dir=$lab/nodes/$1 bounds=$limits seen=$((2 * common)) own=() place
  if [ "$node" = cliente ]; then bounds=$client_limits seen=${#tools[@]}; fi
  for ((place = 0; place < seen; place += 2)); do own+=(--ro-bind "${tools[place]}" "${tools[place + 1]}"); done
  # Two file systems in memory have no size of their own, so they are read-only; so is what processes may be told, their share of the CPU too.
  # shellcheck disable=SC2086
  prlimit $bounds bwrap --as-pid-1 --unshare-pid --unshare-net --unshare-uts --unshare-ipc --hostname "$node" --die-with-parent \
    --cap-drop ALL --clearenv --setenv PATH /opt/lab/bin:/usr/sbin:/usr/bin:/sbin:/bin --setenv HOME /root --setenv LANG C.UTF-8 \
    --ro-bind /usr /usr --proc /proc --dev /dev --size 16777216 --tmpfs /tmp --dir /var --dir /var/log --dir /var/lib \
    --bind "$dir/etc" /etc --bind "$dir/run" /run --bind "$dir/root" /root \
    --bind "$dir/data" /var/lib/redis --bind "$dir/log" /var/log/redis --ro-bind "$lab/bin" /opt/lab/bin \
    "${shown[@]}" "${own[@]}" --remount-ro /proc --remount-ro /dev --remount-ro / --chdir / \
    --info-fd 3 --block-fd 4 perl -e "$become" "$prctl" "$filter" /opt/lab/bin/init <&5 >&3 &
  sandbox[$node]=$!
}

# The node whose sandbox is no more; false while all are there.
find_ended() {
  for ended in "${!sandbox[@]}"; do kill -0 "${sandbox[$ended]}" 2>/dev/null || return 0; done
  return 1
}

# The next line on .info, into `line`; a sandbox that ends instead is an error.
hear() {
  until read -r -t 1 -u 3 line; do
    if find_ended; then
      echo "el sandbox de $ended no ha arrancado" >&2
      exit 1
    fi
  done
}

# No link has an IPv6 address: the kernel would ask each network whether it is taken, in workers that also carry keys to
# terminals, and a key waited up to 60 ms for the labs that were being made. Where there is no IPv6 these lines are comments.
six=
[ -d /proc/sys/net/ipv6 ] || six='#'
links="link set lo up
link add br0 type bridge forward_delay 0
${six}link set br0 addrgenmode none
link set br0 up
"

# One after the other, so that each answer on .info is known to be of the one that was started last.
declare -A first=()
for spec in $nodes; do
  node=${spec%%:*}
  launch "$node"
  until hear && [ "$line" = '}' ]; do
    case $line in *child-pid*) pid=${line##*: } first[$node]=${pid%,} ;; esac
  done
  links+="link add v-$node type veth peer name eth0 netns ${first[$node]}
${six}link set v-$node addrgenmode none
link set v-$node master br0 up
"
done
ip -batch - <<<"$links"
for spec in $nodes; do
  node=${spec%%:*}
  # lo is bwrap's to bring up: whoever does it first gives it 127.0.0.1, and bwrap ends if that is there already.
  # A program of a host may ping: it has no right to a socket of its own kind, but to one for that, where its network says so.
  nsenter -t "${first[$node]}" -n sh -c '{ echo 0 0 >/proc/sys/net/ipv4/ping_group_range; } 2>/dev/null; exec ip -batch -' <<END
addr add ${spec#*:}/$prefix dev eth0
${six}link set eth0 addrgenmode none
link set eth0 up
END
  echo "node $node ${first[$node]}"
done
# A byte for each, and a word from each: until then it has not all that it shall see.
for spec in $nodes; do printf . >&4; done
for spec in $nodes; do hear; done
# From here on nothing inside may make a user namespace, in which it would have all capabilities again; nor any other.
for kind in user mnt net pid uts ipc cgroup time; do
  [ ! -e "/proc/sys/user/max_${kind}_namespaces" ] || echo 0 >"/proc/sys/user/max_${kind}_namespaces"
done
echo ready
# In a process of its own, for bash hears of nobody's end while it reads.
read -r _ <&0 &
wait -n || true
if find_ended; then echo "ended $ended"; fi
