using System.Globalization;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Store.Imaging;

/// <summary>Who the processes of an image are.</summary>
/// <param name="Name">Name of passwd(5).</param>
/// <param name="Id">User id.</param>
/// <param name="GroupName">Name of group(5).</param>
/// <param name="GroupId">Group id.</param>
public sealed record ImageUser(string Name, int Id, string GroupName, int GroupId)
{
    // Flox's, for a user that is named without a number.
    private const int NamedId = 10000;

    private const int NobodyId = 65534;

    /// <summary>Nobody's on any host.</summary>
    public static ImageUser Default { get; } = new("envc", ContainedLayout.UserId, "envc", ContainedLayout.UserId);

    /// <summary>Reads <c>containerize.config.user</c>: <c>NAME</c>, <c>UID</c>, and the same for a group after a colon.</summary>
    public static ImageUser Parse(string text)
    {
        var parts = text.Split(':', 2);
        var (name, id) = Read(parts[0], ContainedLayout.UserId);
        var (group, groupId) = parts.Length > 1 ? Read(parts[1], id) : (name, id);
        return new ImageUser(name, id, group, groupId);

        static (string Name, int Id) Read(string part, int usual) =>
            part is "root" or "0" ? ("root", 0)
            : part is "nobody" or "nogroup" ? (part, NobodyId)
            : int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (number == usual ? "envc" : $"user{number}", number)
            : (part, NamedId);
    }

    /// <summary><c>UID:GID</c>: by number, because Kubernetes' <c>runAsNonRoot</c> cannot judge a name.</summary>
    public string Numbers => $"{Id}:{GroupId}";

    /// <summary>Lines of passwd(5).</summary>
    internal IReadOnlyList<string> PasswdLines =>
    [
        "root:x:0:0:root:/root:/usr/sbin/nologin",
        "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin",
        .. IsKnown(Id) ? Array.Empty<string>() : [$"{Name}:x:{Id}:{GroupId}:{Name}:{ContainedLayout.Cache}:/usr/sbin/nologin"],
    ];

    /// <summary>Lines of group(5).</summary>
    internal IReadOnlyList<string> GroupLines => ["root:x:0:", "nogroup:x:65534:", .. IsKnown(GroupId) ? Array.Empty<string>() : [$"{GroupName}:x:{GroupId}:"]];

    private static bool IsKnown(int id) => id is 0 or NobodyId;
}
