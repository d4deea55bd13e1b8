. "$(dirname "$0")/common.sh"
python3 -m venv made
made/bin/python -c 'import sys; assert sys.prefix != sys.base_prefix; print(sys.prefix)'
made/bin/pip --version | grep -oF "from $PWD/made"
