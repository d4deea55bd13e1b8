using EnvCompiler.Run.Backends;

namespace EnvCompiler.Launcher;

/// <summary>What the launcher was called as.</summary>
internal static class CalledAs
{
    /// <summary>The arguments, behind the name of the link where that is a backend's script.</summary>
    internal static string[] Of(string[] arguments)
    {
        var path = File.ReadAllText("/proc/self/cmdline").Split('\0', 2)[0];
        var name = Path.GetFileName(path);
        return BackendCommand.Knows(name) ? [name, .. arguments] : arguments;
    }
}
