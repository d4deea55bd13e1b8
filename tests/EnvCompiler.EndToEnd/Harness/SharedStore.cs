using EnvCompiler.TestKit;

namespace EnvCompiler.EndToEnd.Harness;

/// <summary>One store for the tests that only read what quickstart needs, so that it is fetched once.</summary>
public sealed class SharedStore : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    /// <summary>Its path.</summary>
    public string Path => directory.File("store");

    /// <summary>An envc that uses it.</summary>
    public Envc Envc() => new(Path);

    /// <inheritdoc/>
    public void Dispose() => directory.Dispose();
}
