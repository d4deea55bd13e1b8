namespace EnvCompiler.Ship.Tests.Harness;

/// <summary>Progress that is counted at once, in the caller's thread.</summary>
internal sealed class Counter(Action<long> add) : IProgress<long>
{
    public void Report(long value) => add(value);
}
