. "$(dirname "$0")/common.sh"
export GIT_CONFIG_GLOBAL=$PWD/gitconfig
git config --global user.name Test && git config --global user.email test@example.org
git init -q -b main original
echo content >original/file
git -C original add file && git -C original commit -qm first
ssh-keygen -q -t ed25519 -N '' -f host-key
cat >sshd.conf <<CONF
ListenAddress 127.0.0.1:$port
HostKey $PWD/host-key
PidFile none
AuthorizedKeysFile $PWD/authorized-keys
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
CONF
# The caller's agent is outside the root, its socket in the host's /tmp or /run; it has the only copy of the key.
ssh-add -L >authorized-keys
[ "$(id -u)" != 0 ] || mkdir -p /run/sshd
/usr/sbin/sshd -D -e -f sshd.conf 2>sshd.log &
server=$!
answers listens
export GIT_SSH_COMMAND="ssh -F none -o UserKnownHostsFile=$PWD/known -o StrictHostKeyChecking=accept-new -o BatchMode=yes"
git clone -q "ssh://$(id -un)@127.0.0.1:$port$PWD/original" copy || { cat sshd.log >&2; exit 1; }
cat copy/file
