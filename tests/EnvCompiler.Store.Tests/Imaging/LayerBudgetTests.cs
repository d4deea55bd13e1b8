using EnvCompiler.Model.Locks;
using EnvCompiler.Store.Imaging;

namespace EnvCompiler.Store.Tests.Imaging;

public sealed class LayerBudgetTests
{
    [Fact]
    public void Within_the_budget_each_package_is_a_layer()
    {
        var layers = LayerBudget.Cut(Packages(10), _ => "", 10);
        Assert.Equal(10, layers.Count);
        Assert.All(layers, layer => Assert.Single(layer));
    }

    [Fact]
    public void Beyond_it_small_packages_share_layers_and_large_ones_do_not()
    {
        var packages = Packages(200);
        var layers = LayerBudget.Cut(packages, _ => "", 40);
        Assert.InRange(layers.Count, 5, 40);
        Assert.Equal(packages.Select(package => package.Id).Order(), layers.SelectMany(layer => layer).Select(package => package.Id).Order());
        var alone = layers.Where(layer => layer.Count == 1).SelectMany(layer => layer).Min(package => package.Size);
        Assert.All(layers.Where(layer => layer.Count > 1).SelectMany(layer => layer), package => Assert.True(package.Size <= alone * 2));
    }

    [Fact]
    public void An_upgrade_changes_the_layers_of_its_packages_alone()
    {
        var before = Packages(200);
        LockedPackage[] after = [.. before.Select((package, i) => i == 7 ? package with { Version = "2", Size = package.Size + 1 } : package)];
        var (first, second) = (Names(before), Names(after));
        Assert.Single(second.Except(first));
        Assert.Single(first.Except(second));
    }

    [Fact]
    public void Packages_of_different_targets_are_never_in_one_layer()
    {
        var layers = LayerBudget.Cut(Packages(200), package => package.Name[^1] is '0' or '1' ? "sm_90" : "", 40);
        Assert.All(layers, layer => Assert.Single(layer.Select(package => package.Name[^1] is '0' or '1').Distinct()));
    }

    private static string[] Names(IReadOnlyList<LockedPackage> packages) => [.. LayerBudget.Cut(packages, _ => "", 40).Select(layer => string.Join(' ', layer.Select(package => package.Id)))];

    // Sizes from 1 KiB to 1 GiB, most of them small, as those of real closures.
    private static LockedPackage[] Packages(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => new LockedPackage
        {
            Kind = "debian", Name = $"package-{i:D3}", Version = "1", Architecture = "amd64", Catalog = "debian", Suite = "forky",
            Path = $"pool/{i}.deb", Size = 1024L << (i * i % 401 * 20 / 401), Sha256 = i.ToString("x64", System.Globalization.CultureInfo.InvariantCulture),
        }),
    ];
}
