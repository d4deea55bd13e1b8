using System.Globalization;
using System.Text;
using System.Threading;
using EnvCompiler.Host.Processes;

namespace EnvCompiler.Run.Activation.Namespace;

/// <summary>
/// <c>passwd</c> and <c>group</c> of a root plus the caller's own entries, asked from the host's <c>getent</c>, because users of a directory
/// service are in no file. A caller whom nobody knows (a container's arbitrary uid) gets an entry too: ssh, git and Python's <c>getpass</c>
/// end without one.
/// </summary>
/// <param name="processes">Runs <c>getent</c> and <c>id</c>.</param>
internal sealed class UserDatabase(IProcessRunner processes)
{
    /// <summary>The name of a user and group that the host has none for.</summary>
    private const string Unknown = "user";

    /// <summary>The caller's lines of both databases.</summary>
    /// <param name="userId">The caller.</param>
    /// <param name="home">Home directory for the entry of a caller whom the host does not know.</param>
    /// <param name="cancellation">Ends the programs.</param>
    internal async Task<(string User, string Groups)> CallerAsync(uint userId, string home, CancellationToken cancellation)
    {
        var id = userId.ToString(CultureInfo.InvariantCulture);
        var user = await LinesAsync("getent", ["passwd", id], cancellation);
        var primary = (await LinesAsync("id", ["-g"], cancellation)).Trim();
        // What this process has (a batch system may give it groups of its own), then what a new session would have.
        var groupIds = Words(await LinesAsync("id", ["-G"], cancellation));
        if (user.Length > 0)
            groupIds = [.. groupIds.Union(Words(await LinesAsync("id", ["-G", "--", user.Split(':')[0]], cancellation)))];
        var groups = groupIds.Length == 0 ? "" : await LinesAsync("getent", ["group", .. groupIds], cancellation);
        if (user.Length > 0 || primary.Length == 0)
            return (user, groups);
        if (!groups.Split('\n').Any(line => line.Split(':') is [_, _, var known, ..] && known == primary))
            groups += $"{Unknown}:x:{primary}:\n";
        // A colon or a line break would end the field.
        return ($"{Unknown}:x:{id}:{primary}::{(home.AsSpan().ContainsAny(":\n") ? "/" : home)}:/bin/sh\n", groups);
    }

    /// <summary>
    /// The caller's lines, then the root's of other names. The first line of an id gives its name, so a caller stays the caller where the root
    /// has given that id to a system user.
    /// </summary>
    internal static string Merge(string rootText, string callerText)
    {
        var callers = callerText.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var names = callers.Select(line => line.Split(':')[0]).ToHashSet(StringComparer.Ordinal);
        var merged = new StringBuilder();
        foreach (var line in callers)
            merged.Append(line).Append('\n');
        foreach (var line in rootText.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!names.Contains(line.Split(':')[0]))
                merged.Append(line).Append('\n');
        }

        return merged.ToString();
    }

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private async Task<string> LinesAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellation) =>
        await processes.RunAsync(program, arguments, cancellation) is { } said ? said.Output : "";
}
