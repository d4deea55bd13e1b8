using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Run.Backends;

/// <summary>Every diagnostic of backends, preflight, GPU checks and chat, codes 07xx.</summary>
public static class BackendDiagnostics
{
    /// <summary>An argument of a script that is not known.</summary>
    public static Diagnostic UnknownArgument(string script, string argument) =>
        new("ENVC0701", $"`{argument}` is no argument of `{script}`") { Hint = "arguments for the server stand after `--`" };

    /// <summary>A variable's value is not allowed.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="value">Its value; null when it is a secret.</param>
    /// <param name="problem">As <c>BackendVariable.Validate</c> says it.</param>
    public static Diagnostic InvalidVariable(string name, string? value, string problem) =>
        new("ENVC0702", value is null ? $"`{name}` {problem}" : $"`{name}` {problem}, and is `{value}`");

    /// <summary>A variable that the server needs is not set.</summary>
    public static Diagnostic VariableMissing(string name) => new("ENVC0703", $"`{name}` is not set");

    /// <summary>Two variables exclude each other.</summary>
    public static Diagnostic ExcludedVariables(string first, string second) =>
        new("ENVC0704", $"`{first}` and `{second}` are both set") { Hint = "unset one of them" };

    /// <summary>A file that a variable names cannot be read.</summary>
    public static Diagnostic UnreadableFile(string variable, string path) =>
        new("ENVC0705", $"the file `{path}` of `{variable}` cannot be read");

    /// <summary>The server is not on PATH.</summary>
    public static Diagnostic ServerMissing(string server) =>
        new("ENVC0706", $"`{server}` is not on PATH") { Hint = "run this inside the environment: `envc activate -- …`" };

    /// <summary>execve failed.</summary>
    public static Diagnostic CannotExecute(string path, string reason) => new("ENVC0707", $"`{path}` cannot be executed: {reason}");

    /// <summary>A line of an env file.</summary>
    public static Diagnostic EnvFileLine(SourcePlace place, string problem) =>
        new("ENVC0708", $"a line of the env file {problem}") { Place = place };

    /// <summary>The env file is a link or far too long.</summary>
    public static Diagnostic UnsafeEnvFile(string path) => new("ENVC0709", $"the env file `{path}` is a symbolic link or larger than 1 MiB");

    /// <summary>The env file cannot be read.</summary>
    public static Diagnostic UnreadableEnvFile(string path, string reason) => new("ENVC0710", $"the env file `{path}` cannot be read: {reason}");

    /// <summary>There is no env file.</summary>
    public static Diagnostic EnvFileMissing(string path, string backend) =>
        new("ENVC0711", $"there is no env file `{path}`") { Hint = $"run `{backend}-resolve-model` first, with the same variables" };

    /// <summary>The env file is of another model.</summary>
    public static Diagnostic StaleEnvFile(string path, string backend) =>
        new("ENVC0712", $"the env file `{path}` is of another model, revision or quantization")
        {
            Hint = $"run `{backend}-resolve-model` again, with the same variables",
        };

    /// <summary>No variable names a model.</summary>
    public static Diagnostic NoModel(string prefix) =>
        new("ENVC0713", "no model is named") { Hint = $"set `{prefix}MODEL`, or `{prefix}MODEL_PATH` to a file" };

    /// <summary>A model's name is not one.</summary>
    public static Diagnostic BadModelName(string variable, string name) =>
        new("ENVC0714", $"`{name}` of `{variable}` is not a model's name: letters, digits, `.`, `_` and `-` are");

    /// <summary>A model is in none of the places of the source <c>local</c>.</summary>
    public static Diagnostic ModelNotFound(string name, string directory) =>
        new("ENVC0715", $"`{directory}` has neither `{name}.gguf` nor a directory `{name}`");

    /// <summary>A file of a model is missing.</summary>
    public static Diagnostic ModelFileMissing(string path) => new("ENVC0716", $"there is no model file `{path}`");

    /// <summary>A shard that is not the first was named.</summary>
    public static Diagnostic NotFirstShard(string path, string first) =>
        new("ENVC0717", $"`{path}` is not the first shard of its model") { Hint = $"name `{first}`" };

    /// <summary>A list of sums is missing.</summary>
    public static Diagnostic SumListMissing(string path) => new("ENVC0718", $"there is no list of SHA-256 sums `{path}`");

    /// <summary>The expected hashes do not fit.</summary>
    public static Diagnostic BadExpectedSha256(string variable, int files) =>
        new("ENVC0719", files == 1 ? $"`{variable}` must be one SHA-256" : $"`{variable}` must be {files} SHA-256, one for each shard");

    /// <summary>Integrity is asked for and nobody says which hash is right.</summary>
    public static Diagnostic NoExpectedSha256(string path) => new("ENVC0720", $"nothing says which SHA-256 `{path}` must have");

    /// <summary>A source that is known and cannot be used yet.</summary>
    public static Diagnostic SourceNotAvailable(string source) =>
        new("ENVC0721", $"the model source `{source}` is not available in this version, and was passed over") { Severity = Severity.Warning };

    /// <summary>A source nobody knows.</summary>
    public static Diagnostic UnknownSource(string source, IReadOnlyList<string> known) =>
        new("ENVC0722", $"`{source}` is no model source, and was passed over")
        {
            Severity = Severity.Warning,
            Hint = NearNames.Hint(source, known),
        };

    /// <summary>No source has the model.</summary>
    public static Diagnostic ModelUnresolved(string id, IReadOnlyList<string> sources) =>
        new("ENVC0723", $"no source has a whole model `{id}`: {string.Join(", ", sources)} looked at");

    /// <summary>Another resolve-model did not end in time.</summary>
    public static Diagnostic LockTimeout(string path) => new("ENVC0724", $"another process holds the lock `{path}`");

    /// <summary>An I/O failure while resolving.</summary>
    public static Diagnostic CannotResolve(string reason) => new("ENVC0725", $"the model cannot be resolved: {reason}")
    {
        Fault = Fault.Outside,
        Hint = "make that place writable with room; in a container with a read-only root, mount a tmpfs or a volume there",
    };

    /// <summary>An I/O failure before serving.</summary>
    public static Diagnostic CannotServe(string reason) => new("ENVC0726", $"the server cannot be started: {reason}") { Fault = Fault.Outside };

    /// <summary>No directory for locks.</summary>
    public static Diagnostic NoLockDirectory(string path, string reason) =>
        new("ENVC0727", $"the directory `{path}` for locks cannot be used: {reason}");

    /// <summary>The directory for locks is not the user's own.</summary>
    public static Diagnostic UnsafeLockDirectory(string path) =>
        new("ENVC0728", $"the directory `{path}` for locks is not this user's own, or others may write it");

    /// <summary>A server holds the lock of this address.</summary>
    public static Diagnostic AlreadyServing(string address, string holder) =>
        new("ENVC0729", holder.Length == 0 ? $"a server already runs for `{address}`" : $"a server already runs for `{address}`: process {holder.Split(' ')[0]}");

    /// <summary>A host name that does not resolve.</summary>
    public static Diagnostic UnknownHost(string host, string reason) => new("ENVC0730", $"the host `{host}` has no address: {reason}");

    /// <summary>An address that cannot be bound.</summary>
    public static Diagnostic CannotBind(string host, int port, string reason) =>
        new("ENVC0731", $"the server cannot listen on `{host}:{port}`: {reason}") { Hint = "choose another port, or end what listens there" };

    /// <summary>A path where no socket can be made.</summary>
    public static Diagnostic SocketPath(string path, string reason) => new("ENVC0732", $"the server cannot listen on `{path}`: {reason}");

    /// <summary>A socket is there, and policy leaves it alone.</summary>
    public static Diagnostic SocketExists(string path, string variable) =>
        new("ENVC0733", $"the server cannot listen on `{path}`: it is there already")
        {
            Hint = $"remove it, or set `{variable}` to `safe-cleanup`",
        };

    /// <summary>A pattern that is none.</summary>
    public static Diagnostic BadOwnerRegex(string variable, string reason) => new("ENVC0734", $"`{variable}` is no regular expression: {reason}");

    /// <summary>The kernel's list of sockets cannot be read.</summary>
    public static Diagnostic ProcUnavailable(string path, string reason) => new("ENVC0735", $"`{path}` cannot be read: {reason}");

    /// <summary>A listener without a process.</summary>
    public static Diagnostic ListenerUnattributable(int port) =>
        new("ENVC0736", $"something listens on port {port}, and its process cannot be seen")
        {
            Hint = "it may be in another container or belong to another user; choose another port",
        };

    /// <summary>Another program listens.</summary>
    public static Diagnostic PortOwnedByOther(int port, int pid, string name) =>
        new("ENVC0737", $"port {port} belongs to process {pid} (`{name}`)") { Hint = "choose another port, or end that process" };

    /// <summary>systemd listens.</summary>
    public static Diagnostic PortOwnedBySystemd(int port, string units) =>
        new("ENVC0738", $"port {port} belongs to systemd, for a socket unit{(units.Length == 0 ? "" : $": {units}")}")
        {
            Hint = "stop and disable the socket unit, or choose another port",
        };

    /// <summary>A server of another user listens.</summary>
    public static Diagnostic PortOwnedByOtherUser(int port, long user) =>
        new("ENVC0739", $"port {port} belongs to a process of user {user}") { Hint = "choose another port" };

    /// <summary>The port is still taken.</summary>
    public static Diagnostic StillListening(int port, string owners) =>
        new("ENVC0740", $"port {port} is still taken after its server was stopped{(owners.Length == 0 ? "" : $": {owners}")}");

    /// <summary>A server of ours was stopped.</summary>
    public static Diagnostic Stopped(int port, string pids) =>
        new("ENVC0741", $"an earlier server on port {port} was stopped: process {pids}") { Severity = Severity.Warning };

    /// <summary>A GPU threshold is breached.</summary>
    public static Diagnostic GpuThreshold(string problem) => new("ENVC0742", problem);

    /// <summary>Something about GPUs that is worth saying.</summary>
    public static Diagnostic GpuWarning(string problem) => new("ENVC0743", problem) { Severity = Severity.Warning };

    /// <summary>Another preflight runs.</summary>
    public static Diagnostic PreflightRunning(string path, string holder) =>
        new("ENVC0744", $"another preflight holds the lock `{path}`{(holder.Length == 0 ? "" : $": process {holder.Split(' ')[0]}")}");

    /// <summary>No backend has a script of this name.</summary>
    public static Diagnostic UnknownScript(string script, IEnumerable<string> known) =>
        new("ENVC0745", $"no backend has a script `{script}`") { Hint = NearNames.Hint(script, known) };
}
