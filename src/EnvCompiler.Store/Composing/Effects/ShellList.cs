using System.Text;

namespace EnvCompiler.Store.Composing.Effects;

/// <summary>
/// <c>/etc/shells</c>, as debianutils' <c>update-shells</c> keeps it: the initial list, then what packages name in <c>shells.d</c> or by <c>add-shell</c>,
/// under both names that merged-/usr gives a program.
/// </summary>
internal static class ShellList
{
    /// <summary>Where the list is.</summary>
    public const string Path = "etc/shells";

    /// <summary>Adds missing lines.</summary>
    /// <returns>False when there is nothing to add.</returns>
    public static bool Complete(RootPlan plan, IEnumerable<ShellEntry> added)
    {
        if (plan.ReadFile($"/{Path}") is not { } initial)
            return false;
        var lines = Encoding.UTF8.GetString(initial).Split('\n', StringSplitOptions.RemoveEmptyEntries).ToList();
        var count = lines.Count;
        foreach (var (path, _) in plan.Children("usr/share/debianutils/shells.d"))
        {
            foreach (var shell in Encoding.UTF8.GetString(plan.ReadFile($"/{path}") ?? []).Split('\n', StringSplitOptions.TrimEntries))
            {
                if (!shell.StartsWith('/'))
                    continue;
                lines.Add(shell);
                lines.Add(shell.StartsWith("/bin/", StringComparison.Ordinal) ? $"/usr{shell}" : shell);
            }
        }

        lines.AddRange(added.Select(shell => shell.Path));

        if (lines.Count == count)
            return false;
        var owner = plan.Find(Path)?.Owner ?? "";
        plan.Set(Path, new RootEntry.Composed(owner, Encoding.UTF8.GetBytes(string.Join('\n', lines.Distinct(StringComparer.Ordinal)) + "\n")));
        return true;
    }
}
