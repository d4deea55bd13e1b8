using EnvCompiler.Store.Unpacking;

namespace EnvCompiler.Store.Composing;

/// <summary>One package's part of a root.</summary>
/// <param name="Id">The package's id in the lock.</param>
/// <param name="Object">Its files.</param>
/// <param name="Priority">Who wins a conflict of files; lower wins, 5 is usual.</param>
internal sealed record PackageLayer(string Id, UnpackedObject Object, int Priority)
{
    /// <summary>The package's name.</summary>
    public string Name => Object.Record.Package;
}
