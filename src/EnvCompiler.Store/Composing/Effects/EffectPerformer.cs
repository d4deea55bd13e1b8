using System.Text;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Store.Unpacking;

namespace EnvCompiler.Store.Composing.Effects;

/// <summary>
/// Does to a plan what installing the packages would have done, in this order: base tree, paths that scripts make, <c>tmpfiles.d</c>,
/// users and groups, alternatives, CA bundle and key store, list of shells.
/// </summary>
/// <param name="plan">All packages' files.</param>
/// <param name="wishes">Among alternatives.</param>
internal sealed class EffectPerformer(RootPlan plan, AlternativeWishes wishes)
{
    private static readonly string[] BaseDirectories = ["etc", "usr", "var"];

    private readonly Dictionary<PathQuestion, bool> answers = [];
    private readonly List<string> done = [];
    private readonly List<Diagnostic> warnings = [];

    /// <summary>What was done, one line each.</summary>
    public IReadOnlyList<string> Done => done;

    /// <summary>What stands behind generic names.</summary>
    public SortedDictionary<string, ChosenAlternative> Alternatives { get; private set; } = [];

    /// <summary>What could not be done.</summary>
    public IReadOnlyList<Diagnostic> Warnings => warnings;

    /// <summary>Performs all effects.</summary>
    public void Perform(ScriptEffects effects)
    {
        done.AddRange(effects.Diversions.Select(diversion => diversion.ToString()));
        MakeBaseTree();
        foreach (var line in effects.Paths)
        {
            if (IsDue(line))
                Perform(line);
        }

        foreach (var line in TmpfilesOfPackages())
            Perform(line);
        if (new UserDatabase(plan).Add([.. effects.Users.Where(IsDue), .. UsersOfPackages()]) is { Count: > 0 } added)
            done.AddRange(added.Select(user => user.ToString()));
        var chooser = new AlternativeChooser(plan, wishes, done, warnings);
        chooser.Choose(effects.Alternatives.Where(IsDue));
        Alternatives = chooser.Chosen;
        if (CertificateBundle.Make(plan))
            done.Add($"bundle /{CertificateBundle.Path}");
        if (JavaKeyStore.Make(plan))
            done.Add($"key store /{JavaKeyStore.Path}");
        if (ShellList.Complete(plan, effects.Shells.Where(IsDue)))
            done.Add($"shells /{ShellList.Path}");
    }

    private bool IsDue(ScriptEffect effect) => effect.When.All(test => test.IsMet == Answer(test.Question));

    private bool Answer(PathQuestion question)
    {
        if (!answers.TryGetValue(question, out var answer))
            answers.Add(question, answer = question.Ask(plan));
        return answer;
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
        if (line.Type is "r" or "R" or "r?")
        {
            Remove(line, path);
            return;
        }

        if (line.Type == "m")
        {
            Move(line, path);
            return;
        }

        if (line.Type is "L+" or "f+" or "C+")
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
            case "f" or "f+":
                plan.Set(path, new RootEntry.Composed(line.Owner, Encoding.UTF8.GetBytes(line.Argument)));
                break;
            case "C" or "C+" when plan.ReadFile(line.Argument) is { } content:
                plan.Set(path, new RootEntry.Composed(line.Owner, content));
                break;
            case "C" or "C+":
                warnings.Add(StoreDiagnostics.EffectSkipped(line.ToString(), "there is no such file to copy"));
                return;
            default:
                plan.Set(path, new RootEntry.Symlink(line.Owner, line.Argument));
                break;
        }

        done.Add(line.ToString());
    }

    private void Move(TmpfilesLine line, string path)
    {
        var source = EntryPath.Merge(line.Argument[1..]);
        if (plan.Find(source) is not { } moved)
            return;
        if (moved is RootEntry.Directory || plan.Find(path) is RootEntry.Directory)
        {
            warnings.Add(StoreDiagnostics.EffectSkipped(line.ToString(), "directories are not moved"));
            return;
        }

        plan.Remove(source);
        plan.Set(path, moved);
        done.Add(line.ToString());
    }

    private void Remove(TmpfilesLine line, string path)
    {
        if (line.Type == "r?")
        {
            if (plan.Find(path) is not null)
                warnings.Add(StoreDiagnostics.EffectSkipped(line.ToString(), "its script decides by what is not known"));
            return;
        }

        if (line.Type == "R")
        {
            foreach (var (below, _) in plan.Below(path))
                plan.Remove(below);
        }

        if (plan.Find(path) is not null && plan.Remove(path))
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
