namespace EnvCompiler.TestKit.Crashes;

/// <summary>A symlink. Its target comes and goes with its name: there is no call that would sync it alone.</summary>
internal sealed class SymlinkNode(string target) : Node
{
    /// <summary>Where it points.</summary>
    public string Target => target;
}
