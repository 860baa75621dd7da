# The first process of a lab, inside its own user, network, mount and process namespaces: builds the bridge and one
# sandbox per node, says on standard output which process is each node's first (`node NAME PID`, then `ready`) and which
# node has ended (`ended NAME`), and waits. When standard input closes (the server stopped, however it did) or this
# process is killed, the kernel ends everything inside.
#
#   sh -c "$(cat holder.sh)" holder LAB PREFIX 'NODE:ADDRESS…' PRCTL BECOME FILTER LIMITS CLIENT-LIMITS COMMON [FROM AT]…      LAB is the lab's folder
#
# PRCTL, BECOME and FILTER put the filter of seccomp.ts on each host's first process, LIMITS are prlimit's, those of the host `cliente` apart. Each FROM AT is a
# file or a folder of this machine that the host `cliente` sees, read-only, and the first COMMON ones that all do.
set -eu
lab=$1 prefix=$2 nodes=$3 prctl=$4 become=$5 filter=$6 limits=$7 client_limits=$8 common=$9
shift 9

# Few programs, here and below: to start them is most of what building a lab costs.
# No cable has an address of IPv6: the kernel would ask each network whether it is taken, in workers that also carry keys to
# terminals, and a key waited up to 60 ms for the labs that were being made. Where there is no IPv6 these lines are comments.
six=
[ -d /proc/sys/net/ipv6 ] || six='#'

ip -batch - <<END
link set lo up
link add br0 type bridge forward_delay 0
${six}link set br0 addrgenmode none
link set br0 up
END

fifos=
for spec in $nodes; do fifos="$fifos ${spec%%:*}/info ${spec%%:*}/run/.go"; done
(cd "$lab/nodes" && rm -f $fifos && mkfifo $fifos)

launch() {
  node=$1
  shift
  dir=$lab/nodes/$node
  # What remains of the arguments is FROM AT…; bwrap's own options come before.
  bounds=$limits left=$common others=$(($# - 2 * common))
  if [ "$node" = cliente ]; then bounds=$client_limits left=$(($# / 2)) others=0; fi
  while [ $left -gt 0 ]; do
    from=$1 at=$2
    shift 2
    set -- "$@" --ro-bind "$from" "$at"
    left=$((left - 1))
  done
  shift $others
  set -- --as-pid-1 --unshare-pid --unshare-net --unshare-uts --unshare-ipc --hostname "$node" --die-with-parent \
    --cap-drop ALL --clearenv --setenv PATH /opt/lab/bin:/usr/sbin:/usr/bin:/sbin:/bin --setenv HOME /root --setenv LANG C.UTF-8 "$@"
  for link in bin sbin lib lib32 lib64; do
    if [ -L "/$link" ]; then set -- "$@" --symlink "usr/${link}" "/$link"; elif [ -d "/$link" ]; then set -- "$@" --ro-bind "/$link" "/$link"; fi
  done
  set -- "$@" --ro-bind /usr /usr --proc /proc --dev /dev --size 16777216 --tmpfs /tmp --dir /var --dir /var/log --dir /var/lib \
    --bind "$dir/etc" /etc --bind "$dir/run" /run --bind "$dir/root" /root \
    --bind "$dir/data" /var/lib/redis --bind "$dir/log" /var/log/redis --ro-bind "$lab/bin" /opt/lab/bin
  for shared in alternatives terminfo inputrc vim nanorc; do
    set -- "$@" --ro-bind-try "/etc/$shared" "/etc/$shared"
  done
  # What enters a host still has its capabilities when it starts its first program there: which libraries that one loads
  # must not be for the learner, whose folder /etc is, to say.
  cache=/etc/ld.so.cache
  [ -e "$cache" ] || cache=/dev/null
  set -- "$@" --ro-bind "$cache" /etc/ld.so.cache --ro-bind /dev/null /etc/ld.so.preload
  # Two file systems in memory, which have no size of their own; and what processes may be told, their share of the CPU too.
  set -- "$@" --remount-ro /proc --remount-ro /dev --remount-ro /
  # In a shell of its own, or the one that waits would keep the fifo open.
  { (exec prlimit $bounds bwrap "$@" --chdir / --info-fd 3 perl -e "$become" "$prctl" "$filter" /opt/lab/bin/init 3>"$dir/info" </dev/null >/dev/null) || true; echo "ended $node"; } &
}
for spec in $nodes; do launch "${spec%%:*}" "$@"; done

cables='' ready=''
for spec in $nodes; do
  node=${spec%%:*} pid=
  while read -r line; do
    case $line in *child-pid*) pid=${line##*: } pid=${pid%,} ;; esac
  done <"$lab/nodes/$node/info"
  [ -n "$pid" ] || { echo "el sandbox de $node no ha arrancado" >&2; exit 1; }
  cables="${cables}link add v-$node type veth peer name eth0 netns $pid
${six}link set v-$node addrgenmode none
link set v-$node master br0 up
"
  ready="$ready $spec:$pid"
done
ip -batch - <<END
$cables
END
for each in $ready; do
  pid=${each##*:} spec=${each%:*}
  # lo is bwrap's to bring up: whoever does it first gives it 127.0.0.1, and bwrap ends if that is there already.
  nsenter -t "$pid" -n ip -batch - <<END
addr add ${spec#*:}/$prefix dev eth0
${six}link set eth0 addrgenmode none
link set eth0 up
END
  echo "node ${spec%%:*} $pid"
done
for spec in $nodes; do echo go >"$lab/nodes/${spec%%:*}/run/.go"; done
# From here on nothing inside may make a user namespace, in which it would have all capabilities again; nor any other.
for kind in user mnt net pid uts ipc cgroup time; do
  [ ! -e "/proc/sys/user/max_${kind}_namespaces" ] || echo 0 >"/proc/sys/user/max_${kind}_namespaces"
done
echo ready
read -r _ || true
