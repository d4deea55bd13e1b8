// node validate.mjs DIR...: every object of the YAML files of the directories by the schemas of kubernetes-models, printed as JSON lines {file, problems, object}.
// The schemas let fields pass that the API does not have, so their validators are watched: a field that none of them ever looks at is one that they do not know.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";

const models = {
  "v1": "kubernetes-models/v1",
  "apps/v1": "kubernetes-models/apps/v1",
  "policy/v1": "kubernetes-models/policy/v1",
  "networking.k8s.io/v1": "kubernetes-models/networking.k8s.io/v1",
  "monitoring.coreos.com/v1": "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1",
};

function watch(value, path, seen) {
  if (value === null || typeof value !== "object") return value;
  return new Proxy(value, {
    get(object, key) {
      if (typeof key !== "string" || !Object.hasOwn(object, key)) return object[key];
      seen.add(`${path}/${key}`);
      return watch(object[key], `${path}/${key}`, seen);
    },
  });
}

function paths(value, path) {
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, child]) => [`${path}/${key}`, ...paths(child, `${path}/${key}`)]);
}

async function problemsOf(object) {
  const group = models[object.apiVersion];
  if (group === undefined) return [`nobody knows ${object.apiVersion}`];
  const { [object.kind]: model } = await import(`${group}/${object.kind}`);
  const seen = new Set();
  const unknown = () => paths(object, "").filter((path) => !seen.has(path)).map((path) => `${path}: unknown field`);
  try {
    model.prototype.validate.call(watch(object, "", seen));
    return unknown();
  } catch (error) {
    return [error.message, ...unknown()];
  }
}

for (const directory of process.argv.slice(2)) {
  for (const name of readdirSync(directory).filter((name) => name !== "kustomization.yaml").sort()) {
    const file = join(directory, name);
    for (const document of parseAllDocuments(readFileSync(file, "utf8"))) {
      const object = document.toJS();
      const problems = document.errors.length > 0 ? document.errors.map(String) : await problemsOf(object);
      console.log(JSON.stringify({ file, problems, object }));
    }
  }
}
