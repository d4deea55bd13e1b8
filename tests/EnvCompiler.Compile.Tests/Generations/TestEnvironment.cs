using System.Text;
using System.Threading;
using EnvCompiler.Compile.Generations;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Layout;
using EnvCompiler.TestKit;

namespace EnvCompiler.Compile.Tests.Generations;

/// <summary>An environment in a directory of its own, with what its writers need.</summary>
internal sealed class TestEnvironment : IDisposable
{
    internal static readonly PublishOrigin Origin = new("somebody", "somewhere", ["envc", "build"]);
    private readonly TemporaryDirectory? directory;

    internal TestEnvironment()
    {
        directory = new TemporaryDirectory();
        Layout = new EnvironmentLayout(directory.Path);
    }

    /// <summary>In somebody else's directory.</summary>
    internal TestEnvironment(string directory) => Layout = new EnvironmentLayout(directory);

    internal EnvironmentLayout Layout { get; }

    /// <summary>A generation of <see cref="Sample"/> with <c>manifest NAME</c> and <c>lock NAME</c> as its files.</summary>
    internal static GenerationFiles Files(string name)
    {
        var source = Sample.Source(manifest => manifest with { Description = name });
        return new GenerationCompiler("0.1.0").Compile(
            source, Encoding.UTF8.GetBytes($"manifest {name}"), Sample.Locked(source), Encoding.UTF8.GetBytes($"lock {name}"), Sample.Roots(), new Dictionary<string, Condition>()).Value;
    }

    internal EnvironmentLock Acquire(IFileOperations? operations = null) =>
        EnvironmentLock.AcquireAsync(Layout, new FileWriter(operations ?? new PosixFileOperations()), new LockWait(Waits: false), TimeProvider.System, CancellationToken.None)
            .GetAwaiter().GetResult().Value;

    /// <summary>Publishes as a build does: manifest and lock are the environment's before the generation is.</summary>
    internal PublishedGeneration Publish(GenerationFiles files, IFileOperations? operations = null)
    {
        using var held = Acquire(operations);
        File.WriteAllBytes(Layout.Manifest, files.Files["manifest.toml"].Content);
        File.WriteAllBytes(Layout.Lock, files.Files["manifest.lock"].Content);
        return new GenerationPublisher(TimeProvider.System).Publish(held, files, Origin);
    }

    public void Dispose() => directory?.Dispose();
}
