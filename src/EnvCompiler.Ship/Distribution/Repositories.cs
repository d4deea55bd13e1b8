using EnvCompiler.Host.Files;
using EnvCompiler.Ship.Distribution.Authentication;
using EnvCompiler.Ship.Distribution.Layouts;
using EnvCompiler.Ship.Distribution.Registries;

namespace EnvCompiler.Ship.Distribution;

/// <summary>Opens repositories of either kind.</summary>
/// <param name="files">Writes of layouts.</param>
/// <param name="handler">Of <see cref="RegistryRepository.CreateHandler"/>; stays the caller's.</param>
/// <param name="credentials">Where credentials come from.</param>
/// <param name="time">Clock of waits.</param>
public sealed class Repositories(IFileOperations files, HttpMessageHandler handler, ICredentialSource credentials, TimeProvider time)
{
    /// <summary>How registries are talked to.</summary>
    public RegistryOptions Options { get; init; } = new();

    /// <summary>Opens one; nothing is asked or written yet.</summary>
    public IRepository Open(RepositoryName name) =>
        name.IsLayout
            ? new LayoutRepository(name, files, time)
            : new RegistryRepository(name, handler, credentials, time, Options);
}
