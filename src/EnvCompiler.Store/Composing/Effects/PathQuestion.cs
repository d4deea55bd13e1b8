using EnvCompiler.Store.Unpacking;

namespace EnvCompiler.Store.Composing.Effects;

/// <summary>
/// A question that a script asks the root at one place. It is answered once, when the first effect that depends on it has its turn: what the
/// script does then does not change the answer for the rest of the branch. Each place has an instance of its own.
/// </summary>
/// <param name="symbol"><c>e</c>, <c>f</c>, <c>d</c>, <c>L</c>, <c>x</c> or <c>s</c> as in <c>test</c>; <c>p</c>: a program of that name is on PATH.</param>
/// <param name="path">Absolute path, or the program's name.</param>
internal sealed class PathQuestion(char symbol, string path)
{
    /// <summary>The answer in a plan.</summary>
    public bool Ask(RootPlan plan) => symbol switch
    {
        'p' => plan.Resolve($"/usr/bin/{path}") is not null || plan.Resolve($"/usr/sbin/{path}") is not null,
        'd' => plan.Resolve(path) is RootEntry.Directory,
        'f' or 's' => plan.Resolve(path) is RootEntry.Linked or RootEntry.Composed,
        'L' => plan.Find(EntryPath.Merge(path[1..])) is RootEntry.Symlink,
        _ => plan.Resolve(path) is not null,
    };

    /// <inheritdoc/>
    public override string ToString() => symbol == 'p' ? $"command -v {path}" : $"test -{symbol} {path}";
}
