using EnvCompiler.Store.Unpacking;

namespace EnvCompiler.Store.Composing.Effects.Reading;

/// <summary>
/// Commands that change files, links, users and diversions become effects. An effect is taken only when every word of its command is known
/// and the root can be asked about everything it depends on.
/// </summary>
/// <param name="owner">Id of the package.</param>
/// <param name="package">Its name.</param>
/// <param name="isBeforeUnpacking">It is a <c>preinst</c>: the package's own files are not there yet.</param>
/// <param name="reading">Collects the effects.</param>
internal sealed class EffectReader(string owner, string package, bool isBeforeUnpacking, ScriptReading reading)
{
    /// <summary>Programs whose effects are read here.</summary>
    public static readonly HashSet<string> Programs = new(StringComparer.Ordinal)
    {
        "update-alternatives", "dpkg-divert", "adduser", "addgroup", "useradd", "groupadd", "usermod", "gpasswd",
        "mkdir", "install", "touch", "ln", "cp", "mv", "rm", "rmdir", "ucf", "add-shell", "update-ca-certificates", "dpkg-trigger", "dpkg-statoverride", "dpkg",
    };

    /// <summary>Reads a command.</summary>
    /// <param name="name">The program.</param>
    /// <param name="arguments">Null where not known.</param>
    /// <param name="state">Where it stands.</param>
    /// <returns>Null when it is none of these, or not understood.</returns>
    public Outcome? Read(string name, List<string?> arguments, ScriptState state)
    {
        switch (name)
        {
            case "update-alternatives" when !arguments.Contains("--install"):
                return Alternatives(arguments);
            case "dpkg-divert" when arguments.Exists(argument => argument is "--remove" or "--list" or "--truename" or "--listpackage"):
                return DivertQuery(arguments);
        }

        // Of an older version, or nothing: there is no file of the package yet.
        if (isBeforeUnpacking && name is "rm" or "rmdir" or "mv")
            return Outcome.True;
        if (!Programs.Contains(name) || name is "dpkg-trigger" or "dpkg-statoverride" or "dpkg")
            return null;
        if (arguments.Contains(null))
            return null;
        List<string> words = [.. arguments.OfType<string>()];
        return name switch
        {
            "update-alternatives" => Add(reading.Alternatives, Alternative.Parse(owner, words), state),
            "dpkg-divert" => Divert(words, state),
            "usermod" when words.Exists(word => word is ['-', .., 'G'] or "--groups") => Add(reading.Users, SystemUser.ParseUsermod(words), state),
            "usermod" => null,
            "adduser" or "addgroup" or "useradd" or "groupadd" or "gpasswd" => Add(reading.Users, SystemUser.ParseCommand([name, .. words]), state),
            "add-shell" => AddAll(reading.Shells, words.Where(word => word.StartsWith('/')).Select(word => new ShellEntry(word)), state),
            "update-ca-certificates" => Outcome.True,
            _ => Files(name, words, state),
        };
    }

    /// <summary>Reads a redirection into a file.</summary>
    /// <param name="target">The file.</param>
    /// <param name="content">What is written.</param>
    /// <param name="appends">After what is there.</param>
    /// <param name="state">Where it stands.</param>
    /// <returns>False when it is not understood.</returns>
    public bool TryWrite(string target, string? content, bool appends, ScriptState state)
    {
        // Nothing reads logs of an installation.
        if (target.StartsWith("/var/log/", StringComparison.Ordinal))
            return true;
        if (content is null)
            return false;
        if (Absolute(target, state) is not { } path || state.When is null)
            return false;
        if (!appends)
        {
            reading.Paths.Add(new TmpfilesLine(owner, Replacing("f"), path, content) { When = state.When });
            return true;
        }

        // Only to what the script itself has written.
        var before = reading.Paths.FindLastIndex(line => line.Path == path && line.Type == Replacing("f") && line.When.SequenceEqual(state.When));
        if (before < 0 || reading.Paths[before].Argument.Length > 64 * 1024)
            return false;
        reading.Paths[before] = reading.Paths[before] with { Argument = reading.Paths[before].Argument + content };
        return true;
    }

    private static Outcome? Alternatives(List<string?> arguments)
    {
        if (arguments.Exists(argument => argument is "--remove" or "--remove-all" or "--auto"))
            return Outcome.True;
        // Nothing is registered yet.
        return arguments.Exists(argument => argument is "--list" or "--display" or "--query" or "--get-selections") ? Outcome.False : null;
    }

    private static Outcome DivertQuery(List<string?> arguments) =>
        arguments.Contains("--truename") && arguments[^1] is { } path ? Outcome.True with { Output = path + "\n" } : Outcome.True;

    private Outcome? Divert(List<string> words, ScriptState state)
    {
        string? to = null, by = package, path = null;
        for (var i = 0; i < words.Count; i++)
        {
            switch (words[i].Split('=', 2))
            {
                case ["--divert", var value]:
                    to = value;
                    break;
                case ["--package", var value]:
                    by = value;
                    break;
                case ["--divert"] when i + 1 < words.Count:
                    to = words[++i];
                    break;
                case ["--package"] when i + 1 < words.Count:
                    by = words[++i];
                    break;
                case ["--local"]:
                    by = "";
                    break;
                case ["--add" or "--rename" or "--no-rename" or "--quiet"]:
                    break;
                case [['/', ..]] when path is null:
                    path = words[i];
                    break;
                default:
                    return null;
            }
        }

        to ??= path is null ? null : path + ".distrib";
        // A protection of aliased paths while a system is merged (DEP 17): roots are.
        if (to?.EndsWith(".usr-is-merged", StringComparison.Ordinal) == true)
            return Outcome.True;
        // Files are diverted before the root can be asked anything.
        if (path is null || to is null || RootPath.Normalise(path) is not { } from || RootPath.Normalise(to) is not { } other || state.When is not [])
            return null;
        reading.Diversions.Add(new Diversion(by, EntryPath.Merge(from[1..]), EntryPath.Merge(other[1..])));
        return Outcome.True;
    }

    private Outcome? Files(string name, List<string> words, ScriptState state)
    {
        var (options, names) = Options(name, words);
        if (names.Count == 0)
            return null;
        switch (name)
        {
            case "mkdir":
                return AddPaths("d", names, state);
            case "install" when options.Exists(option => option is "-d" or "--directory" || IsShort(option, 'd')):
                return AddPaths("d", names, state);
            case "touch":
                return AddPaths("f", names, state);
            case "ln" when options.Exists(option => option == "--symbolic" || IsShort(option, 's')):
                return names.Count == 2 ? Link(names[0], names[1], options, state) : null;
            case "mv":
                return names.Count == 2 ? Move(names[0], names[1], state) : null;
            case "install" or "cp" or "ucf":
                return names.Count == 2 ? Copy(names[0], names[1], replaces: name != "ucf" && !options.Exists(option => option == "--no-clobber" || (name == "cp" && IsShort(option, 'n'))), state) : null;
            case "rm" or "rmdir":
                return Remove(names, options.Exists(option => option == "--recursive" || IsShort(option, 'r') || IsShort(option, 'R')), state);
            default:
                return null;
        }
    }

    private Outcome? Link(string target, string name, List<string> options, ScriptState state)
    {
        var replaces = options.Exists(option => option == "--force" || IsShort(option, 'f'));
        if (name.EndsWith('/'))
            name += target.TrimEnd('/').Split('/')[^1];
        if (Absolute(name, state) is not { } path)
            return null;
        if (options.Exists(option => option == "--relative" || IsShort(option, 'r')))
        {
            if (Absolute(target, state) is not { } absolute)
                return null;
            target = Path.GetRelativePath(Path.GetDirectoryName(path)!, absolute);
        }

        return Add(reading.Paths, new TmpfilesLine(owner, replaces ? Replacing("L") : "L", path, target), state);
    }

    private Outcome? Copy(string source, string name, bool replaces, ScriptState state)
    {
        if (source == "/dev/null")
            return AddPaths("f", [name], state);
        if (Absolute(source, state) is not { } from || HostPaths.Contains(from))
            return null;
        if (name.EndsWith('/'))
            name += from.TrimEnd('/').Split('/')[^1];
        return Absolute(name, state) is { } path ? Add(reading.Paths, new TmpfilesLine(owner, replaces ? Replacing("C") : "C", path, from), state) : null;
    }

    private Outcome? Move(string source, string name, ScriptState state)
    {
        if (Absolute(source, state) is not { } from || HostPaths.Contains(from) || name.EndsWith('/'))
            return null;
        return Absolute(name, state) is { } path ? Add(reading.Paths, new TmpfilesLine(owner, "m", path, from), state) : null;
    }

    // Where it is in doubt it matters only when there is something to remove, which the root will know.
    private Outcome? Remove(List<string> names, bool recursive, ScriptState state)
    {
        if (state.When is not null)
            return AddPaths(recursive ? "R" : "r", names, state);
        var paths = names.ConvertAll(name => Absolute(name, state));
        if (paths.Contains(null))
            return null;
        reading.Paths.AddRange(paths.Where(path => !HostPaths.Contains(path!)).Select(path => new TmpfilesLine(owner, "r?", path!, "")));
        return Outcome.True;
    }

    private Outcome? AddPaths(string type, List<string> names, ScriptState state)
    {
        var paths = names.ConvertAll(name => Absolute(name, state));
        return paths.Contains(null) ? null : AddAll(reading.Paths, paths.Select(path => new TmpfilesLine(owner, type, path!, "")), state);
    }

    private static Outcome? AddAll<T>(List<T> all, IEnumerable<T> effects, ScriptState state)
        where T : ScriptEffect
    {
        var inRoot = effects.Where(effect => effect is not TmpfilesLine line || !HostPaths.Contains(line.Path)).ToArray();
        if (inRoot.Length > 0 && state.When is null)
            return null;
        all.AddRange(inRoot.Select(effect => effect with { When = state.When! }));
        return Outcome.True;
    }

    private static Outcome? Add<T>(List<T> all, T? effect, ScriptState state)
        where T : ScriptEffect => effect is null ? null : AddAll(all, [effect], state);

    // What a preinst writes gives way to the package's own files.
    private string Replacing(string type) => isBeforeUnpacking ? type : type + "+";

    // Null when it is not known which file it is.
    private static string? Absolute(string name, ScriptState state)
    {
        var path = name.StartsWith('/') ? name : state.Directory is null ? null : $"{state.Directory.TrimEnd('/')}/{name}";
        return path is null ? null : RootPath.Normalise(path);
    }

    private static bool IsShort(string option, char letter) => option is ['-', not '-', ..] && option.Contains(letter);

    // Options with a value of their own.
    private static (List<string> Options, List<string> Names) Options(string name, List<string> words)
    {
        var options = new List<string>();
        var names = new List<string>();
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i] == "--")
            {
                names.AddRange(words.Skip(i + 1));
                break;
            }

            if (words[i] is not ['-', _, ..])
            {
                names.Add(words[i]);
                continue;
            }

            options.Add(words[i]);
            var takesNext = name switch
            {
                "mkdir" => words[i] is "-m" or "--mode" || (IsShort(words[i], 'm') && words[i].EndsWith('m')),
                "install" => words[i] is "-m" or "-o" or "-g" or "--mode" or "--owner" or "--group" || (IsShort(words[i], 'm') && words[i].EndsWith('m')),
                "touch" => words[i] is "-r" or "-d" or "-t",
                "ucf" => words[i] is "--src-dir" or "-s",
                _ => false,
            };
            if (takesNext)
                i++;
        }

        return (options, names);
    }
}
