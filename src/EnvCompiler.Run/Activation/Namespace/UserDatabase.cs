using System.Globalization;
using System.Text;
using System.Threading;
using EnvCompiler.Host.Processes;

namespace EnvCompiler.Run.Activation.Namespace;

/// <summary>
/// <c>passwd</c> and <c>group</c> of a root plus the caller's own entries, asked from the host's <c>getent</c>, because users of a directory
/// service are in no file.
/// </summary>
/// <param name="processes">Runs <c>getent</c> and <c>id</c>.</param>
internal sealed class UserDatabase(IProcessRunner processes)
{
    /// <summary>The caller's lines of both databases.</summary>
    internal async Task<(string User, string Groups)> CallerAsync(uint userId, CancellationToken cancellation)
    {
        var id = userId.ToString(CultureInfo.InvariantCulture);
        var user = await LinesAsync("getent", ["passwd", id], cancellation);
        var groupIds = (await LinesAsync("id", ["-G", "--", user.Split(':')[0]], cancellation)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var groups = groupIds.Length == 0 ? "" : await LinesAsync("getent", ["group", .. groupIds], cancellation);
        return (user, groups);
    }

    /// <summary>The root's lines, then the caller's where their name and id are new; of equal names the caller's wins.</summary>
    internal static string Merge(string rootText, string callerText)
    {
        var callers = callerText.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var names = callers.Select(line => line.Split(':')[0]).ToHashSet(StringComparer.Ordinal);
        var merged = new StringBuilder();
        foreach (var line in rootText.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!names.Contains(line.Split(':')[0]))
                merged.Append(line).Append('\n');
        }

        foreach (var line in callers)
            merged.Append(line).Append('\n');
        return merged.ToString();
    }

    private async Task<string> LinesAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellation) =>
        await processes.RunAsync(program, arguments, cancellation) is { } said ? said.Output : "";
}
