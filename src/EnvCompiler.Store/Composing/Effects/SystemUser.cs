namespace EnvCompiler.Store.Composing.Effects;

/// <summary>A user or group that a package wants, as in <c>sysusers.d(5)</c>.</summary>
/// <param name="Kind"><c>u</c>: a user with a group of its name; <c>g</c>: a group; <c>m</c>: a user becomes a member of a group.</param>
/// <param name="Name">User or group.</param>
/// <param name="Id">Fixed number, or null for the next free one; for <c>m</c> unused.</param>
/// <param name="Group">For <c>m</c> the group; for <c>u</c> the primary group where it is another than the user's own, or null.</param>
internal sealed record SystemUser(string Kind, string Name, int? Id = null, string? Group = null) : ScriptEffect
{
    /// <summary>Comment field.</summary>
    public string Comment { get; init; } = "";

    /// <summary>Home directory.</summary>
    public string Home { get; init; } = "/nonexistent";

    /// <summary>Login shell.</summary>
    public string Shell { get; init; } = "/usr/sbin/nologin";

    /// <summary>Reads a line of <c>sysusers.d</c>.</summary>
    /// <returns>Null when it is empty, a comment or of another type.</returns>
    public static SystemUser? ParseSysusers(string line)
    {
        var words = ShellWords.Split(line);
        if (words.Count < 2 || words[1].Contains('%'))
            return null;
        string Word(int index, string otherwise) => words.Count > index && words[index] != "-" ? words[index] : otherwise;
        var id = Word(2, "").Split(':');
        return words[0].TrimEnd('!') switch
        {
            "u" => new SystemUser("u", words[1], Number(id[0]), id.Length > 1 && Number(id[1]) is null ? id[1] : null)
            {
                Comment = Word(3, ""),
                Home = Word(4, "/"),
                Shell = Word(5, "/usr/sbin/nologin"),
            },
            "g" => new SystemUser("g", words[1], Number(id[0])),
            "m" when words.Count > 2 => new SystemUser("m", words[1], Group: words[2]),
            _ => null,
        };
    }

    /// <summary>Reads a call of <c>adduser</c>, <c>addgroup</c>, <c>useradd</c> or <c>groupadd</c>.</summary>
    /// <param name="command">Words, the program first.</param>
    /// <returns>Null when it is not one that makes a system user, group or membership.</returns>
    public static SystemUser? ParseCommand(IReadOnlyList<string> command)
    {
        var names = new List<string>();
        var user = new SystemUser("u", "");
        var ownGroup = false;
        for (var i = 1; i < command.Count; i++)
        {
            var (option, value) = command[i].Split('=', 2) is [var left, var right] ? (left, right) : (command[i], null);
            string Value(ref int at) => value ?? (at + 1 < command.Count ? command[++at] : "");
            switch (option)
            {
                case "--home" or "-d" or "--home-dir" or "-b":
                    user = user with { Home = Value(ref i) };
                    break;
                case "--shell" or "-s":
                    user = user with { Shell = Value(ref i) };
                    break;
                case "--gecos" or "--comment" or "-c":
                    user = user with { Comment = Value(ref i) };
                    break;
                case "--uid" or "-u" or "--gid" when Number(Value(ref i)) is { } id:
                    user = user with { Id = id };
                    break;
                case "--ingroup" or "-g":
                    user = user with { Group = Value(ref i) };
                    break;
                case "--group":
                    ownGroup = true;
                    break;
                default:
                    if (!option.StartsWith('-'))
                        names.Add(option);
                    break;
            }
        }

        var makesGroup = command[0] is "addgroup" or "groupadd";
        return names switch
        {
            [var name] when makesGroup => new SystemUser("g", name, user.Id),
            [var name] => user with { Name = name, Group = user.Group ?? (ownGroup || command[0] == "useradd" ? null : "nogroup") },
            [var name, var group] => new SystemUser("m", name, Group: group),
            _ => null,
        };
    }

    /// <summary>Reads <c>usermod -a -G GROUP USER</c>; a new user is in no other group, so <c>-a</c> may be missing.</summary>
    /// <param name="arguments">Words without the program.</param>
    /// <returns>Null when it is anything else.</returns>
    public static SystemUser? ParseUsermod(IReadOnlyList<string> arguments) => arguments switch
    {
        ["-a" or "--append", "-G" or "--groups", var group, var user] => new SystemUser("m", user, Group: group),
        ["-aG" or "-G", var group, var user] => new SystemUser("m", user, Group: group),
        ["-G" or "--groups", var group, "-a" or "--append", var user] => new SystemUser("m", user, Group: group),
        _ => null,
    };

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        "u" => $"user {Name}",
        "g" => $"group {Name}",
        _ => $"member {Name} of {Group}",
    };

    private static int? Number(string text) => int.TryParse(text, out var number) && number >= 0 ? number : null;
}
