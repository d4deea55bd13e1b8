using static EnvCompiler.Model.Backends.BackendValueType;

namespace EnvCompiler.Model.Backends;

/// <summary>
/// The variables every backend's pipeline understands, whatever the engine: they steer preflight, resolve-model and serve and never
/// become arguments of the server. Names are given without the backend's prefix.
/// </summary>
public static class PipelineVariables
{
    /// <summary>The variables with a backend's prefix, e.g. <c>LLAMACPP_</c>.</summary>
    public static IReadOnlyList<BackendVariable> Of(string prefix)
    {
        var all = new List<BackendVariable>(48);
        AddPreflight();
        AddGpu();
        AddModel();
        AddServe();
        return all;

        void AddPreflight()
        {
            Add("OWNER_REGEX", Text, "a process whose name, command line or executable matches counts as our own");
            Add("OWNER_EXE_ALLOWLIST", Text, "executables that count as our own, separated by colons");
            Add("DRY_RUN", Switch, "say what would be stopped, and stop nothing");
            Add("ALLOW_KILL_OTHER_UID", Switch, "stop our own server of another user too");
            Add("KILL_PG", Switch, "signal the whole process group where the server leads one");
            Add("PREFLIGHT_JSON", Switch, "print the result as one JSON object");
            Add("HOLD_LOCK", Switch, "keep the preflight lock in the process that follows");
            Add("TERM_GRACE", Number, "seconds between SIGTERM and SIGKILL", "3", min: 0);
            Add("PORT_FREE_TIMEOUT", Number, "seconds to wait for a free port", "10", min: 0);
            Add("PORT_FREE_POLL", Number, "seconds between two looks at the port", "0.5", min: 0);
            Add("PREFLIGHT_LOCKDIR", FilePath, "directory of the preflight lock");
            Add("PREFLIGHT_LOCKFILE", FilePath, "the preflight lock itself");
        }

        void AddGpu()
        {
            Add("SKIP_GPU_CHECK", Switch, "do not look at GPUs");
            Add("GPU_WARN_PCT", Number, "percent of a GPU's memory in use that is worth a warning", "50", min: 0, max: 100);
            Add("GPU_FAIL_PCT", Number, "percent of a GPU's memory in use that is a failure", min: 0, max: 100);
            Add("GPU_MIN_FREE_MIB", Integer, "MiB that must be free on every GPU", min: 0);
        }

        void AddModel()
        {
            Add("MODEL", Text, "name of the model");
            Add("MODEL_ID", Text, "identity of the model; ORG/NAME or NAME otherwise");
            Add("MODEL_ORG", Text, "organisation of the model");
            Add("MODEL_PATH", FilePath, "first file of the model, relative to the project");
            Add("MODEL_FILE", Text, "file of the model's directory to take");
            Add("MODEL_REVISION", Text, "revision of the model");
            Add("MODEL_SOURCES", Text, "where to look, in order, separated by commas", "local");
            Add("MODELS_DIR", FilePath, "directory of models; `models` of the project otherwise");
            Add("QUANT", Text, "quantization to take, e.g. Q4_K_M");
            Add("ALLOW_UNSAFE_NAME", Switch, "accept a model name with unusual characters");
            Add("EXPECTED_SHA256", Text, "SHA-256 of every file, separated by commas");
            Add("MANIFEST_PATH", FilePath, "list of SHA-256 sums");
            Add("SHA256_MANIFEST_NAME", Text, "name of that list beside the model", "manifest.sha256");
            Add("REQUIRE_MANIFEST", Switch, "a missing list is a failure");
            Add("INTEGRITY_STRICT", Switch, "a file without a known SHA-256 is a failure");
            Add("SKIP_SHA256", Switch, "do not hash");
            Add("STRICT_GGUF_VALIDATE", Switch, "read metadata and tensor table, not the first bytes alone", "true");
            Add("RESOLVE_LOCK_TIMEOUT", Number, "seconds to wait for another resolve-model", "300", min: 0);
        }

        void AddServe()
        {
            Add("MODEL_ENV_FILE", FilePath, "the env file between resolve-model and serve");
            Add("ENV_FILE_ALLOW_PREFIXES", Text, "prefixes of the variables that an env file may set, separated by commas");
            Add("SINGLETON", Switch, "one server for each address of this host", "true");
            Add("LOCK_DIR", FilePath, "directory of the singleton lock");
            all.Add(new BackendVariable
            {
                Name = prefix + "SOCKET_STALE_POLICY",
                Type = Choice,
                Values = ["external", "safe-cleanup", "move-aside"],
                Default = "external",
                Description = "what to do with a unix socket that is there already",
            });
        }

        void Add(string name, BackendValueType type, string description, string? standard = null, long? min = null, long? max = null) =>
            all.Add(new BackendVariable { Name = prefix + name, Type = type, Description = description, Default = standard, Min = min, Max = max });
    }
}
