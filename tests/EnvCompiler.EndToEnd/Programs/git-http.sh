. "$(dirname "$0")/common.sh"
export GIT_CONFIG_GLOBAL=$PWD/gitconfig
git config --global user.name Test && git config --global user.email test@example.org
git init -q -b main original
echo content >original/file
git -C original add file && git -C original commit -qm first
git clone -q --bare original served.git
git -C served.git update-server-info
python3 -m http.server --bind 127.0.0.1 "$port" >/dev/null 2>&1 &
server=$!
answers listens
git clone -q "http://127.0.0.1:$port/served.git" copy
cat copy/file
