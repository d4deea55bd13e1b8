using EnvCompiler.Host.Files;
using EnvCompiler.Host.Machine;
using EnvCompiler.Host.Processes;

namespace EnvCompiler.Run.Supervision.Limiting;

/// <summary>The control groups of this host.</summary>
/// <param name="declared">A group that is delegated by a word that no file tells; null for none.</param>
internal sealed class HostControlGroups(string? declared) : IControlGroupFiles
{
    private const string Mount = "/sys/fs/cgroup";
    private const int RootUser = 0;

    /// <summary>Finds out whose they are.</summary>
    internal static async Task<HostControlGroups> OpenAsync(IProcessRunner processes)
    {
        var group = OwnGroup is { } own ? ControlGroups.DelegatedOf(own) : null;
        return new HostControlGroups(group is not null && await UserUnit.IsDelegatedAsync(group, processes) ? group : null);
    }

    /// <inheritdoc/>
    public string? Own => OwnGroup;

    private static string? OwnGroup
    {
        get
        {
            // A hybrid host has version 2 elsewhere, without controllers.
            if (!File.Exists($"{Mount}/cgroup.controllers") || ReadText("/proc/self/cgroup") is not { } text)
                return null;
            foreach (var line in text.Split('\n'))
            {
                if (line.StartsWith("0::/", StringComparison.Ordinal))
                    return (Mount + line["0::".Length..]).TrimEnd('/');
            }

            return null;
        }
    }

    /// <inheritdoc/>
    public Delegation DelegationOf(string group)
    {
        if (!Directory.Exists(group))
            return Delegation.None;
        var isOwned = HostPlaces.UserId != RootUser && FileOwner.Of(group).UserId == HostPlaces.UserId;
        // The outermost group of a container has what the host's outermost has not.
        var isDeclared = group == declared
            || ExtendedAttribute.Find(group, "trusted.delegate") == "1"
            || ExtendedAttribute.Find(group, "user.delegate") == "1"
            || (group == Mount && File.Exists($"{group}/cgroup.events"));
        return isDeclared && (isOwned || HostPlaces.UserId == RootUser) ? Delegation.Declared : isOwned ? Delegation.Owned : Delegation.None;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Children(string group)
    {
        try
        {
            return [.. Directory.EnumerateDirectories(group).Select(path => Path.GetFileName(path))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <inheritdoc/>
    public string? TryRead(string path) => ReadText(path);

    /// <inheritdoc/>
    public bool TryWrite(string path, string text) => Try(() =>
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        file.Write(System.Text.Encoding.ASCII.GetBytes(text));
        return path;
    }) is not null;

    /// <inheritdoc/>
    public bool TryCreate(string group) => Try(() => Directory.CreateDirectory(group).FullName) is not null;

    /// <inheritdoc/>
    public bool TryRemove(string group) => Try(() =>
    {
        if (Directory.Exists(group))
            Directory.Delete(group);
        return group;
    }) is not null;

    private static string? ReadText(string path) => Try(() => File.ReadAllText(path));

    private static string? Try(Func<string> operation)
    {
        try
        {
            return operation();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
