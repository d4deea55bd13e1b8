using System.Buffers;
using System.Text;

namespace EnvCompiler.Store.Composing.Effects;

/// <summary>
/// <c>/etc/passwd</c> and <c>/etc/group</c> of a plan. Free numbers are given from 999 downwards, as systemd-sysusers does, to names in
/// ordinal order: the same packages give the same numbers on every machine.
/// </summary>
internal sealed class UserDatabase
{
    private const string PasswordPath = "etc/passwd";
    private const string GroupPath = "etc/group";
    private const int LastSystemId = 999;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

    private readonly RootPlan plan;
    private readonly List<string[]> users;
    private readonly List<string[]> groups;

    /// <summary>Reads both files.</summary>
    public UserDatabase(RootPlan plan)
    {
        this.plan = plan;
        users = Read(PasswordPath);
        groups = Read(GroupPath);
    }

    /// <summary>Adds what is missing and puts both files into the plan again.</summary>
    /// <returns>What was added.</returns>
    public IReadOnlyList<SystemUser> Add(IReadOnlyList<SystemUser> wanted)
    {
        var order = new Dictionary<string, int>(StringComparer.Ordinal) { ["g"] = 0, ["u"] = 1, ["m"] = 2 };
        var added = wanted
            .OrderBy(entry => order[entry.Kind])
            .ThenBy(entry => entry.Name, StringComparer.Ordinal)
            .ThenBy(entry => entry.Group, StringComparer.Ordinal)
            .Where(TryAdd)
            .ToArray();
        if (added.Length > 0)
        {
            Write(PasswordPath, users);
            Write(GroupPath, groups);
        }

        return added;
    }

    private bool TryAdd(SystemUser entry)
    {
        if (!IsName(entry.Name))
            return false;
        return entry.Kind switch
        {
            "g" => TryAddGroup(entry.Name, entry.Id),
            "m" => TryAddMember(entry.Name, entry.Group!),
            _ => TryAddUser(entry),
        };
    }

    private bool TryAddGroup(string name, int? id)
    {
        if (Find(groups, name) is not null)
            return false;
        groups.Add([name, "x", (id ?? FreeId()).ToString(), ""]);
        return true;
    }

    private bool TryAddUser(SystemUser user)
    {
        if (Find(users, user.Name) is not null)
            return false;
        var id = user.Id ?? (user.Group is null && Find(groups, user.Name) is { } existing ? int.Parse(existing[2]) : FreeId());
        if (user.Group is null)
            TryAddGroup(user.Name, id);
        else if (IsName(user.Group))
            TryAddGroup(user.Group, null);
        var group = Find(groups, user.Group ?? user.Name)?[2] ?? user.Group ?? "65534";
        users.Add([user.Name, "x", id.ToString(), group, Clean(user.Comment), Clean(user.Home), Clean(user.Shell)]);
        return true;
    }

    private bool TryAddMember(string user, string group)
    {
        if (!IsName(group))
            return false;
        TryAddGroup(group, null);
        var entry = Find(groups, group)!;
        var members = entry[3].Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (members.Contains(user))
            return false;
        entry[3] = string.Join(',', [.. members, user]);
        return true;
    }

    private int FreeId()
    {
        for (var id = LastSystemId; id > 0; id--)
        {
            var text = id.ToString();
            if (!users.Exists(user => user[2] == text) && !groups.Exists(group => group[2] == text))
                return id;
        }

        throw new InvalidOperationException("all system user numbers are taken");
    }

    private List<string[]> Read(string path) =>
        [.. Encoding.UTF8.GetString(plan.ReadFile($"/{path}") ?? [])
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(':'))
            .Where(fields => fields.Length >= 4)];

    private void Write(string path, List<string[]> lines)
    {
        var owner = plan.Find(path)?.Owner ?? "";
        var text = string.Concat(lines.Select(fields => string.Join(':', fields) + "\n"));
        plan.Set(path, new RootEntry.Composed(owner, Encoding.UTF8.GetBytes(text)));
    }

    private static string[]? Find(List<string[]> lines, string name) => lines.Find(fields => fields[0] == name);

    // A colon or a line feed would forge another field or entry.
    private static string Clean(string field) => field.Replace(':', ' ').Replace('\n', ' ');

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 32 && !char.IsAsciiDigit(name[0])
        && name.AsSpan().IndexOfAnyExcept(NameCharacters) < 0;
}
