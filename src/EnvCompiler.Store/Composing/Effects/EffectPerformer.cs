using System.Text;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Store.Unpacking;

namespace EnvCompiler.Store.Composing.Effects;

/// <summary>
/// Does to a plan what installing the packages would have done, in this order: base tree, paths that scripts make, <c>tmpfiles.d</c>,
/// users and groups, alternatives, CA bundle, list of shells.
/// </summary>
/// <param name="plan">All packages' files.</param>
internal sealed class EffectPerformer(RootPlan plan)
{
    private static readonly string[] BaseDirectories = ["etc", "usr", "var"];

    private readonly List<string> done = [];
    private readonly List<Diagnostic> warnings = [];

    /// <summary>What was done, one line each.</summary>
    public IReadOnlyList<string> Done => done;

    /// <summary>What could not be done.</summary>
    public IReadOnlyList<Diagnostic> Warnings => warnings;

    /// <summary>Performs all effects.</summary>
    public void Perform(ScriptEffects effects)
    {
        done.AddRange(effects.Diversions.Select(diversion => diversion.ToString()));
        MakeBaseTree();
        foreach (var line in effects.Paths)
            Perform(line);
        foreach (var line in TmpfilesOfPackages())
            Perform(line);
        if (new UserDatabase(plan).Add([.. effects.Users, .. UsersOfPackages()]) is { Count: > 0 } added)
            done.AddRange(added.Select(user => user.ToString()));
        new AlternativeChooser(plan, done, warnings).Choose(effects.Alternatives);
        if (CertificateBundle.Make(plan))
            done.Add($"bundle /{CertificateBundle.Path}");
        if (ShellList.Complete(plan))
            done.Add($"shells /{ShellList.Path}");
    }

    private void MakeBaseTree()
    {
        foreach (var directory in BaseDirectories)
        {
            if (plan.Find(directory) is null)
                plan.Set(directory, new RootEntry.Directory(""));
        }

        foreach (var directory in EntryPath.MergedDirectories)
        {
            if (plan.Find($"usr/{directory}") is RootEntry.Directory)
                plan.Set(directory, new RootEntry.Symlink("", $"usr/{directory}"));
        }
    }

    private void Perform(TmpfilesLine line)
    {
        var path = EntryPath.Merge(line.Path[1..]);
        var present = plan.Find(path);
        if (line.Type == "L+")
        {
            if (!plan.Remove(path))
            {
                warnings.Add(StoreDiagnostics.EffectSkipped(line.ToString(), "a directory that is not empty is in the way"));
                return;
            }
        }
        else if (present is not null)
        {
            return;
        }

        switch (line.Type)
        {
            case "d":
                plan.Set(path, new RootEntry.Directory(line.Owner));
                break;
            case "f":
                plan.Set(path, new RootEntry.Composed(line.Owner, Encoding.UTF8.GetBytes(line.Argument)));
                break;
            case "C" when plan.ReadFile(line.Argument) is { } content:
                plan.Set(path, new RootEntry.Composed(line.Owner, content));
                break;
            case "C":
                warnings.Add(StoreDiagnostics.EffectSkipped(line.ToString(), "there is no such file to copy"));
                return;
            default:
                plan.Set(path, new RootEntry.Symlink(line.Owner, line.Argument));
                break;
        }

        done.Add(line.ToString());
    }

    private List<TmpfilesLine> TmpfilesOfPackages() =>
        [.. LinesOf("usr/lib/tmpfiles.d")
            .Select(line => TmpfilesLine.Parse(line.Owner, line.Text))
            .OfType<TmpfilesLine>()
            .Where(line => line.Type != "C" || plan.ReadFile(line.Argument) is not null)];

    private List<SystemUser> UsersOfPackages() =>
        [.. LinesOf("usr/lib/sysusers.d").Select(line => SystemUser.ParseSysusers(line.Text)).OfType<SystemUser>()];

    private IEnumerable<(string Owner, string Text)> LinesOf(string directory) =>
        from file in plan.Children(directory)
        where file.Key.EndsWith(".conf", StringComparison.Ordinal)
        from line in Encoding.UTF8.GetString(plan.ReadFile($"/{file.Key}") ?? []).Split('\n')
        select (file.Value.Owner, line);
}
