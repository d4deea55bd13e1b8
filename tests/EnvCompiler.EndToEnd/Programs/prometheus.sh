. "$(dirname "$0")/common.sh"
cat >prometheus.yml <<CONF
global: { scrape_interval: 1s }
scrape_configs: [{ job_name: itself, static_configs: [{ targets: ["127.0.0.1:$port"] }] }]
CONF
prometheus --config.file=prometheus.yml --storage.tsdb.path=tsdb --web.listen-address="127.0.0.1:$port" --log.level=error &
server=$!
up() { curl -sSf "http://127.0.0.1:$port/api/v1/query?query=up" | grep -F '"job":"itself"},"value":'; }
answers up
up | grep -o '"1"'
