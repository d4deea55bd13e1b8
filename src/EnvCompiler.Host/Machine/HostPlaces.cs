using System.Runtime.InteropServices;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Host.Machine;

/// <summary>Where envc keeps things on this host, for this user. Generated shell scripts compute the same (see <c>templates/</c>).</summary>
public static class HostPlaces
{
    /// <summary>Effective user id.</summary>
    public static uint UserId => Libc.EffectiveUserId();

    /// <summary>The kernel's host name, <c>/proc/sys/kernel/hostname</c>.</summary>
    public static string HostName => SmallFile.ReadText("/proc/sys/kernel/hostname").Trim();

    /// <summary>The store: <c>ENVC_STORE</c>, or <c>$XDG_DATA_HOME/envc</c>, or <c>~/.local/share/envc</c>.</summary>
    public static StoreLayout Store =>
        new(Path.GetFullPath(
            NonEmpty("ENVC_STORE") ?? Path.Combine(DataHome, "envc")));

    /// <summary>Sockets and locks: <c>/run/envc</c> for uid 0; <c>$XDG_RUNTIME_DIR/envc</c>, else <c>/tmp/envc-UID</c> for others.</summary>
    public static string RunBase =>
        UserId == 0 ? "/run/envc"
        : NonEmpty("XDG_RUNTIME_DIR") is { } runtime && Directory.Exists(runtime) ? Path.Combine(runtime, "envc")
        : $"/tmp/envc-{UserId}";

    /// <summary><c>HOME</c>, or the home directory of the password database.</summary>
    public static string Home => NonEmpty("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary><c>XDG_CACHE_HOME</c>, or <c>~/.cache</c>.</summary>
    public static string CacheHome => NonEmpty("XDG_CACHE_HOME") ?? Path.Combine(Home, ".cache");

    /// <summary><c>XDG_DATA_HOME</c>, or <c>~/.local/share</c>.</summary>
    public static string DataHome => NonEmpty("XDG_DATA_HOME") ?? Path.Combine(Home, ".local/share");

    /// <summary><c>XDG_CONFIG_HOME</c>, or <c>~/.config</c>.</summary>
    public static string ConfigurationHome => NonEmpty("XDG_CONFIG_HOME") ?? Path.Combine(Home, ".config");

    /// <summary>The configuration of this host, for all its users.</summary>
    public const string HostConfiguration = "/etc/envc/config.toml";

    /// <summary>The user's configuration: the file that <c>ENVC_CONFIG</c> names, which must be there then, or <c>$XDG_CONFIG_HOME/envc/config.toml</c>, or <c>~/.config/envc/config.toml</c>.</summary>
    public static (string Path, bool IsNamed) UserConfiguration =>
        NonEmpty("ENVC_CONFIG") is { } named
            ? (Path.GetFullPath(named), true)
            : (Path.GetFullPath(Path.Combine(ConfigurationHome, "envc", "config.toml")), false);

    /// <summary>Whether this user may write there: permissions, and a file system that can be written.</summary>
    public static bool MayWrite(string path) => Libc.IsWritable(path);

    /// <summary>The path without symlinks, so that every way to a directory gives one name; the absolute path where it does not exist.</summary>
    public static unsafe string RealPath(string path)
    {
        // Not Path.GetFullPath, which takes `link/..` for the link's own directory.
        var resolved = Libc.RealPath(Path.Combine(Environment.CurrentDirectory, path), null);
        if (resolved is null)
            return Path.GetFullPath(path);
        try
        {
            return Marshal.PtrToStringUTF8((nint)resolved)!;
        }
        finally
        {
            NativeMemory.Free(resolved);
        }
    }

    private static string? NonEmpty(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
