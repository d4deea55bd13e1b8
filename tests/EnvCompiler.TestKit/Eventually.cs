using System.Diagnostics;

namespace EnvCompiler.TestKit;

/// <summary>Waits for what other processes bring about.</summary>
public static class Eventually
{
    /// <summary>Fails unless the condition holds within the limit.</summary>
    public static void Holds(Func<bool> condition, Func<string>? describe = null, int seconds = 20)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(seconds), $"not within {seconds} s: {describe?.Invoke()}");
            System.Threading.Thread.Sleep(20);
        }
    }
}
