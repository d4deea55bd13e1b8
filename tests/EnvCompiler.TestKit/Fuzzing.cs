using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;

namespace EnvCompiler.TestKit;

/// <summary>
/// Runs a reader over very many inputs, on two threads, and holds what must be true of each: no exception, an end in bounded time, and
/// memory in proportion to its length. <c>ENVC_FUZZ_ROUNDS</c> and <c>ENVC_FUZZ_SEED</c> change how many and which.
/// </summary>
public static class Fuzzing
{
    private const int BatchSize = 1000;
    private const int Threads = 2;

    // Far beyond what any input needs: a thread that is preempted is not a thread that hangs.
    private static readonly TimeSpan LongestInput = TimeSpan.FromSeconds(30);

    /// <summary>Runs until all inputs are read or one of them breaks a rule, which fails the test with that input.</summary>
    /// <param name="mutator">Makes the inputs.</param>
    /// <param name="read">Reads one; it checks what else must hold, by assertions. Called from two threads.</param>
    /// <param name="rounds">How many inputs, unless the variable says otherwise.</param>
    /// <param name="bytesPerInput">Memory that an input may allocate whatever its length.</param>
    /// <param name="bytesPerByte">Memory that each byte of an input may allocate beyond that.</param>
    /// <returns>A line for the test's output: inputs, seconds, the most that one allocated.</returns>
    public static string Run(
        FuzzMutator mutator, Action<ReadOnlySpan<byte>> read, int rounds = 1_000_000, long bytesPerInput = 256 * 1024, int bytesPerByte = 1024)
    {
        rounds = Setting("ENVC_FUZZ_ROUNDS", rounds);
        var seed = Setting("ENVC_FUZZ_SEED", 20261121);
        var started = Stopwatch.GetTimestamp();
        var batches = new Batches((rounds + BatchSize - 1) / BatchSize);
        var workers = Enumerable.Range(0, Threads).Select(_ => new Worker(mutator, read, bytesPerInput, bytesPerByte)).ToList();
        var threads = workers.ConvertAll(worker => new Thread(() => worker.Run(batches, seed)) { IsBackground = true });
        threads.ForEach(thread => thread.Start());
        foreach (var thread in threads)
        {
            while (!thread.Join(TimeSpan.FromSeconds(1)))
                Assert.All(workers, worker => Assert.True(worker.TimeOnInput < LongestInput, $"no end after {LongestInput}: {worker.Shown()}"));
        }

        Assert.All(workers, worker => Assert.True(worker.Failure is null, worker.Failure));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{workers.Sum(worker => worker.Count):N0} inputs in {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s, seed {seed}; at most {workers.Max(worker => worker.MostBytes):N0} bytes allocated for one");
    }

    private static int Setting(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? int.Parse(value, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>Hands out batches; a failure ends them.</summary>
    private sealed class Batches(int count)
    {
        private int next;

        internal int? Take() => Interlocked.Increment(ref next) is var taken && taken <= count ? taken : null;

        internal void End() => Interlocked.Exchange(ref next, count);
    }

    private sealed class Worker(FuzzMutator mutator, Action<ReadOnlySpan<byte>> read, long bytesPerInput, int bytesPerByte)
    {
        private readonly List<byte> input = [];
        private long inputStarted = long.MaxValue;

        internal int Count { get; private set; }

        internal long MostBytes { get; private set; }

        internal string? Failure { get; private set; }

        internal TimeSpan TimeOnInput => Volatile.Read(ref inputStarted) is var start and not long.MaxValue
            ? Stopwatch.GetElapsedTime(start)
            : TimeSpan.Zero;

        internal void Run(Batches batches, int seed)
        {
            while (batches.Take() is { } batch)
            {
                // A batch has its own random numbers, so that an input does not depend on how the threads ran.
                var random = new Random(unchecked((seed * 1_000_003) + batch));
                for (var i = 0; i < BatchSize && Failure is null; i++)
                {
                    mutator.Next(random, input);
                    RunOne();
                }

                if (Failure is not null)
                    batches.End();
            }

            Volatile.Write(ref inputStarted, long.MaxValue);
        }

        internal string Shown()
        {
            var bytes = input.ToArray();
            return $"base64 {Convert.ToBase64String(bytes)}\n{Encoding.UTF8.GetString(bytes)}";
        }

        private void RunOne()
        {
            Volatile.Write(ref inputStarted, Stopwatch.GetTimestamp());
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(CollectionsMarshal.AsSpan(input));
            }
            catch (Exception e)
            {
                Failure = $"{e}\non {Shown()}";
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            MostBytes = Math.Max(MostBytes, allocated);
            Count++;
            if (Failure is null && allocated > bytesPerInput + ((long)bytesPerByte * input.Count))
                Failure = $"{allocated:N0} bytes allocated on {Shown()}";
        }
    }
}
