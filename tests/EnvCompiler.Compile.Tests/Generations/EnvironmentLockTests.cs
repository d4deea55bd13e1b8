using System.Threading;
using EnvCompiler.Compile.Generations;
using EnvCompiler.Host.Files;

namespace EnvCompiler.Compile.Tests.Generations;

public sealed class EnvironmentLockTests : IDisposable
{
    private readonly TestEnvironment environment = new();

    [Fact]
    public async Task A_second_writer_waits_and_is_told_for_whom()
    {
        var first = environment.Acquire();
        string? holder = null;
        var wait = new LockWait(Waits: true, who =>
        {
            holder = FileLock.Describe(who);
            first.Dispose();
        });
        using var second = (await AcquireAsync(wait)).Value;
        Assert.StartsWith($"pid {Environment.ProcessId} (", holder, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_does_not_want_to_wait_is_told_who_has_it()
    {
        using var first = environment.Acquire();
        var problem = Assert.Single((await AcquireAsync(new LockWait(Waits: false))).Diagnostics);
        Assert.Equal("ENVC0432", problem.Code);
        Assert.Contains($"pid {Environment.ProcessId} (", problem.Message, StringComparison.Ordinal);
    }

    public void Dispose() => environment.Dispose();

    private Task<Model.Diagnostics.Result<EnvironmentLock>> AcquireAsync(LockWait wait) =>
        EnvironmentLock.AcquireAsync(environment.Layout, new FileWriter(new PosixFileOperations()), wait, TimeProvider.System, CancellationToken.None);
}
