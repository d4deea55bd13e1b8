. "$(dirname "$0")/common.sh"
certificate
