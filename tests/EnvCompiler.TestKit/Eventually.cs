using System.Diagnostics;

namespace EnvCompiler.TestKit;

/// <summary>Waits for what other processes bring about.</summary>
public static class Eventually
{
    /// <summary>How long what will come is waited for: on a machine whose processors others have, too.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Fails unless the condition holds in time.</summary>
    public static void Holds(Func<bool> condition, Func<string>? describe = null)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < Patience, $"not within {Patience.TotalSeconds} s: {describe?.Invoke()}");
            System.Threading.Thread.Sleep(20);
        }
    }
}
