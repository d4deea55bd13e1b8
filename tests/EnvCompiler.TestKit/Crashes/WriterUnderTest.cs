using EnvCompiler.Host.Files;

namespace EnvCompiler.TestKit.Crashes;

/// <summary>Something that changes what is on disk, and how to see whether it left the old state or the new one.</summary>
/// <param name="Name">What reports call it.</param>
public sealed record WriterUnderTest(string Name)
{
    /// <summary>Makes the state before, in a directory that is there and empty. It counts as on disk.</summary>
    public Func<string, Task> PrepareAsync { get; init; } = _ => Task.CompletedTask;

    /// <summary>Does the work; false where it reported a failure instead. The same is done again after a crash, and must then succeed.</summary>
    public required Func<string, IFileOperations, Task<bool>> WriteAsync { get; init; }

    /// <summary>Says which state it is, by the product's own readers, and throws where it is neither.</summary>
    public required Func<string, WriterState> Look { get; init; }

    /// <summary>Whether what was reported as done is there after a power cut right then.</summary>
    public bool IsDurable { get; init; } = true;

    /// <summary>How many losses are drawn for each crash, beside those that are always tried.</summary>
    public int Drawn { get; init; } = 4;

    /// <summary>Which paths below the directory are of temporary files.</summary>
    public Func<string, bool> IsTemporary { get; init; } = path => path.Contains(".tmp-", StringComparison.Ordinal);

    /// <summary>Whether the next run removes temporary files; where not, somebody else does, who has a test of it.</summary>
    public bool SweepsTemporaries { get; init; } = true;
}
