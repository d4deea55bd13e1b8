using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Model.Tests.Manifests;

public sealed class DependencyOrderTests
{
    [Fact]
    public void Each_name_comes_after_those_it_depends_on_and_else_in_the_given_order() =>
        Assert.Equal(["c", "a", "b", "d"], Order("a: c", "b:", "c:", "d: a b").Names);

    [Fact]
    public void A_circle_is_found_once_and_every_name_is_still_there()
    {
        var order = Order("x: a", "a: b", "b: c", "c: a");
        Assert.Equal(["a", "b", "c", "a"], Assert.Single(order.Circles));
        Assert.Equal(4, order.Names.Count);
    }

    [Fact]
    public void A_name_may_depend_on_itself_which_is_a_circle() =>
        Assert.Equal(["a", "a"], Assert.Single(Order("a: a").Circles));

    [Fact]
    public void A_chain_of_a_hundred_thousand_is_sorted()
    {
        var order = DependencyOrder.Of(
            Enumerable.Range(0, 100_000).Select(Name), name => name == Name(99_999) ? [] : [Name(int.Parse(name, null) + 1)]);
        Assert.Empty(order.Circles);
        Assert.Equal(Name(99_999), order.Names[0]);
    }

    private static string Name(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static DependencyOrder Order(params string[] lines)
    {
        var dependencies = lines.Select(line => line.Split(':')).ToDictionary(
            parts => parts[0], parts => parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
        return DependencyOrder.Of(dependencies.Keys, name => dependencies[name]);
    }
}
