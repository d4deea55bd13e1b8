# Sourced by the scripts of this folder, which run inside a root with the directory for their files as $1 and a free port as $2.
set -euo pipefail
cd "$1"
port=$2
server=
trap 'status=$?; [ -z "$server" ] || { kill "$server"; wait "$server" || true; }; exit $status' EXIT

# answers COMMAND...    waits until the command succeeds, at most ten seconds, while the server lives
answers() {
  for _ in $(seq 100); do
    "$@" >/dev/null 2>&1 && return
    kill -0 "$server"
    sleep 0.1
  done
  "$@"
}

# certificate    makes authority.pem and, signed by it, server.pem with server.key, for localhost
certificate() {
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj '/CN=authority of a test' -keyout authority.key -out authority.pem
  openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout server.key -out server.csr
  openssl x509 -req -in server.csr -CA authority.pem -CAkey authority.key -CAcreateserial -days 2 \
    -extfile <(echo subjectAltName=DNS:localhost) -out server.pem
} 2>/dev/null

# listens    true when something accepts connections on the port
listens() { (: <"/dev/tcp/127.0.0.1/$port"); }
