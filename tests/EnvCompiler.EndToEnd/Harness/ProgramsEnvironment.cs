using System.Diagnostics;
using EnvCompiler.TestKit;

namespace EnvCompiler.EndToEnd.Harness;

/// <summary>
/// The environment of <c>Programs/manifest.toml</c>, built once in one store: for the caller, and where that is uid 0 also for an ordinary
/// user, who can read that store and not write it.
/// </summary>
public sealed class ProgramsEnvironment : IDisposable
{
    /// <summary>Scripts that run inside.</summary>
    public static readonly string Scripts = RepositoryRoot.File("tests", "EnvCompiler.EndToEnd", "Programs");

    private readonly TemporaryDirectory directory = new();
    private readonly Lazy<IReadOnlyList<Person>> people;
    private int runs;

    public ProgramsEnvironment() => people = new(Build);

    /// <summary>Everybody; the first use builds.</summary>
    public IReadOnlyList<Person> People => people.Value;

    /// <summary>Runs a script of <see cref="Scripts"/> inside the default group's root, with a new directory for its files and a free port.</summary>
    public Finished RunScript(Person person, string script, params (string Name, string Value)[] variables) =>
        RunScriptIn(NewDirectory(person), person, script, variables);

    /// <summary>As <see cref="RunScript"/>, in a directory that is there.</summary>
    public Finished RunScriptIn(string place, Person person, string script, params (string Name, string Value)[] variables) =>
        Envc(person, variables).Run(person.Project, ["activate", "--", "bash", Path.Combine(Scripts, script), place, $"{ServerPort.Find()}"]);

    /// <summary>Runs a command inside a group's root.</summary>
    public static Finished RunIn(Person person, string group, params string[] command)
    {
        string[] all = [.. person.Prefix, Path.Combine(person.Project, ".envc/current/targets/x86_64-linux/cpu/enter"), group, .. command];
        var start = new ProcessStartInfo(all[0], all[1..])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = person.Project,
        };
        using var process = Process.Start(start)!;
        return EndToEnd.Harness.Envc.Finish(process);
    }

    /// <summary>An empty directory of a person's own.</summary>
    public string NewDirectory(Person person)
    {
        var place = Path.Combine(person.Project, $"run-{++runs}");
        Directory.CreateDirectory(place);
        Own(person, place);
        return place;
    }

    /// <inheritdoc/>
    public void Dispose() => directory.Dispose();

    private Envc Envc(Person person, params (string Name, string Value)[] variables)
    {
        var envc = new Envc(directory.File("store")) { Prefix = person.Prefix };
        foreach (var (name, value) in variables)
            envc.Variables[name] = value;
        return envc;
    }

    private List<Person> Build()
    {
        File.SetUnixFileMode(directory.Path, Host.Files.FileWriter.Executable);
        var self = Person.Self(directory.File("self"));
        Directory.CreateDirectory(self.Project);
        File.Copy(Path.Combine(Scripts, "manifest.toml"), Path.Combine(self.Project, "manifest.toml"));
        Envc(self).Run(self.Project, ["activate", "--", "true"]).Expect(0);
        if (Environment.UserName != "root")
            return [self];
        var ordinary = Person.Ordinary(directory.File("ordinary"));
        Directory.CreateDirectory(ordinary.Project);
        foreach (var file in (string[])["manifest.toml", "manifest.lock"])
            File.Copy(Path.Combine(self.Project, file), Path.Combine(ordinary.Project, file));
        Own(ordinary, ordinary.Project);
        Envc(ordinary).Run(ordinary.Project, ["activate", "--", "true"]).Expect(0);
        return [self, ordinary];
    }

    private static void Own(Person person, string place)
    {
        if (person.Prefix.Count == 0)
            return;
        using var chown = Process.Start("chown", ["-R", $"{Person.Unknown}:{Person.Unknown}", place]);
        chown.WaitForExit();
        Assert.Equal(0, chown.ExitCode);
    }
}
