using System.Text;

namespace EnvCompiler.Run.Activation.Namespace;

/// <summary>
/// Every place where the host shows the store: a bind mount of a parent directory elsewhere shows it a second time, and a read-only
/// bind over the first place would not cover the second.
/// </summary>
public static class StorePlaces
{
    /// <summary>The store's own path first, then its other places.</summary>
    /// <param name="store">Real path of the store.</param>
    /// <param name="mountInfo">Lines of <c>/proc/self/mountinfo</c> (proc_pid_mountinfo(5)).</param>
    public static IReadOnlyList<string> Find(string store, IEnumerable<string> mountInfo)
    {
        var mounts = new List<Mount>();
        foreach (var line in mountInfo)
        {
            var fields = line.Split(' ');
            if (fields.Length > 4)
                mounts.Add(new Mount(fields[2], Unescape(fields[3]), Unescape(fields[4])));
        }

        // Of several mounts at one point the last is on top; of several points the longest holds the store.
        Mount? holder = null;
        foreach (var mount in mounts)
        {
            if (IsWithin(store, mount.Point) && (holder is null || mount.Point.Length >= holder.Point.Length))
                holder = mount;
        }

        var places = new List<string> { store };
        if (holder is null)
            return places;
        var inFileSystem = Join(holder.Root, Below(store, holder.Point));
        foreach (var mount in mounts)
        {
            if (mount.Device != holder.Device || !IsWithin(inFileSystem, mount.Root))
                continue;
            var place = Join(mount.Point, Below(inFileSystem, mount.Root));
            if (!places.Contains(place))
                places.Add(place);
        }

        return places;
    }

    internal static bool IsWithin(string path, string directory) =>
        directory == "/" || path == directory || (path.StartsWith(directory, StringComparison.Ordinal) && path[directory.Length] == '/');

    private static string Below(string path, string directory) => directory == "/" ? path : path[directory.Length..];

    private static string Join(string directory, string below) =>
        below.Length == 0 || below == "/" ? directory : directory == "/" ? below : directory + below;

    // Blank, tab, newline and backslash are written as three octal digits of a byte.
    private static string Unescape(string field)
    {
        if (!field.Contains('\\', StringComparison.Ordinal))
            return field;
        var text = new StringBuilder(field.Length);
        for (var i = 0; i < field.Length; i++)
        {
            if (field[i] == '\\' && i + 3 < field.Length && IsOctal(field.AsSpan(i + 1, 3)))
            {
                text.Append((char)Convert.ToByte(field.Substring(i + 1, 3), 8));
                i += 3;
            }
            else
            {
                text.Append(field[i]);
            }
        }

        return text.ToString();
    }

    private static bool IsOctal(ReadOnlySpan<char> digits)
    {
        foreach (var c in digits)
        {
            if (c is < '0' or > '7')
                return false;
        }

        return true;
    }

    private sealed record Mount(string Device, string Root, string Point);
}
