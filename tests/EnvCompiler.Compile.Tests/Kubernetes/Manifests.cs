namespace EnvCompiler.Compile.Tests.Kubernetes;

/// <summary>Manifests of the tests.</summary>
internal static class Manifests
{
    /// <summary>A name that is none in Kubernetes, and ends quotes, commands and templates where it is pasted into any.</summary>
    internal const string HostileName = "a\"; rm -rf / ${X} {{x}} %h ü 日本\n- on";

    /// <summary>Services that depend on each other, several GPUs, limits, secrets, volumes, and every kind of probe.</summary>
    internal const string Stack =
        """
        [models.tiny]
        path = "models/tiny.gguf"

        [vars]
        API_KEY = { secret = true }
        LLAMACPP_API_KEY = { secret = true, generate = "hex32" }

        [services.migrate]
        command = "migrate --all"

        [services.cache]
        command = "exec cache-server --port 9000"
        ready = { tcp = 9000, deadline = "30s" }
        live = { command = "cache-check", period = "20s", failures = 5 }
        depends-on = { migrate = "completed" }
        shutdown = { timeout = "20s" }

        [services.llm]
        backend = "llamacpp"
        model = "tiny"
        settings = { host = "127.0.0.1", port = 8081, ctx-size = 1024, split-mode = "row" }
        depends-on = { cache = "ready" }
        gpus = 2
        limits = { memory = "24G", cpus = 3.5 }
        ready = { http = "/health", headers = { X-Probe = "on" }, deadline = "3m" }

        [services.embeddings]
        backend = "llamacpp"
        settings = { port = 8082, embedding = true }
        shutdown = { timeout = "40s" }

        [services.gateway]
        command = "gateway"
        ready = { http = "http://127.0.0.1:8443/", status = 404 }
        live = { unix = "gateway.sock" }
        depends-on = { llm = "ready", embeddings = "started" }

        [options]
        services.metrics = "0.0.0.0:9469"

        [kubernetes]
        namespace = "serving"
        replicas = 2
        runtime-class = "nvidia"
        pull-secrets = ["registry"]
        ports = { gateway = 8443 }
        resources.gateway = { requests = { cpu = "500m", memory = "1Gi" }, limits = { memory = "2Gi", "example.com/nic" = 1 } }
        storage = { models = { size = "50Gi", class = "fast", access = "ReadWriteMany" }, scratch = "1Gi" }
        secrets = { API_KEY = { name = "keys", key = "api-key" } }
        """;

    /// <summary>What is text everywhere it may be: no value may become YAML, a shell's or Kubernetes' own syntax.</summary>
    internal const string Hostile =
        """"
        [vars]
        on = { secret = true }

        [services."a\"; rm -rf . | tee {{x}} %h ${X} $(X) ü 日本"]
        command = "true"
        live = { command = "false" }

        [services.on]
        backend = "llamacpp"
        settings = { alias = "1e3", chat-template = "0x10\" ${X} $(X) {{x}} %h # : - ~", api-key-file = "/日本" }
        ready = { http = "/health?$(X)={{x}}%h", headers = { n = "no: \"$(X)\"" } }

        [services."~"]
        command = "true"

        [services.0x10]
        command = "true"
        depends-on = { "~" = "ready" }

        [kubernetes]
        storage.no = { size = "1Gi", path = "/a\"b {{x}} ${X} %h" }
        secrets.on = { name = "null", key = "0x10" }
        """";
}
