using System.Text;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Backends;
using EnvCompiler.Model.Layout;
using EnvCompiler.Run.Backends.Resolving;

namespace EnvCompiler.Run.Backends;

/// <summary>What every stage of one run shares.</summary>
/// <param name="Backend">The engine.</param>
/// <param name="Variables">Its variables.</param>
/// <param name="Options">The script's arguments.</param>
/// <param name="Host">The host.</param>
public sealed record StageContext(BackendDefinition Backend, StageVariables Variables, StageOptions Options, StageHost Host)
{
    /// <summary>Locks that stay with this process and with what it becomes.</summary>
    public List<FileLock> KeptLocks { get; } = [];

    /// <summary>Where the server listens: host name, address or path of a unix socket.</summary>
    public string ListenHost => Variables.Text(Backend.Endpoint.HostVariable) ?? Backend.Endpoint.DefaultHost;

    /// <summary>The port; null on a unix socket.</summary>
    public int? ListenPort =>
        IsUnixSocket ? null
        : int.TryParse(Variables.Text(Backend.Endpoint.PortVariable), out var port) ? port
        : Backend.Endpoint.DefaultPort;

    /// <summary>Whether the server listens on a unix socket.</summary>
    public bool IsUnixSocket => ListenHost.EndsWith(".sock", StringComparison.Ordinal);

    /// <summary>The environment's directory, or the working directory outside of one.</summary>
    public string Project =>
        Variables.Text("ENVC_ENV_PROJECT") ?? Variables.Text("FLOX_ENV_PROJECT") ?? Host.Directory;

    /// <summary>A path as it was meant: relative ones start at the project.</summary>
    public string InProject(string path) => Path.GetFullPath(path, Project);

    /// <summary>Where env files lie: the environment's cache, or the user's.</summary>
    public string Cache =>
        Variables.Text("ENVC_ENV_CACHE") ?? Variables.Text("FLOX_ENV_CACHE")
        ?? Path.Combine(Variables.Text("XDG_CACHE_HOME") ?? Path.Combine(Variables.Text("HOME") ?? "/tmp", ".cache"), "envc");

    /// <summary>The env file by which resolve-model tells serve what it found.</summary>
    public string EnvFilePath(ModelIdentity identity) =>
        Variables.Pipeline("MODEL_ENV_FILE") is { } path
            ? InProject(path)
            : Path.Combine(Cache, $"{Backend.Name}-model.{Slug(identity.Id)}.{Hash12(identity.Text)}.env");

    /// <summary>Every run of other characters than letters, digits, dot, underscore and dash becomes one dash.</summary>
    public static string Slug(string text)
    {
        var slug = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')
                slug.Append(c);
            else if (slug.Length == 0 || slug[^1] != '-')
                slug.Append('-');
        }

        return slug.ToString(0, Math.Min(slug.Length, 100));
    }

    /// <summary>The first 12 hexadecimal digits of the SHA-256 of a text.</summary>
    public static string Hash12(string text) => ManagedSha256.Of(Encoding.UTF8.GetBytes(text))[..12];
}
