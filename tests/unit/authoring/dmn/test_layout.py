"""Where the elements of a model stand: each above what it requires, none on another."""

from chronicare.authoring.dmn.layout import HEIGHT, WIDTH, lay_out


def test_each_stands_above_what_it_requires() -> None:
    requires = {"one": ["a", "b"], "two": ["one", "a"], "alone": []}
    places = lay_out(["a", "b"], requires)
    assert list(places) == ["a", "b", "one", "alone", "two"]
    for name, needed in requires.items():
        for each in needed:
            assert places[name].bottom[1] < places[each].top[1]


def test_no_two_lie_on_each_other_however_many_there_are() -> None:
    places = list(lay_out([str(number) for number in range(100)], {"d": ["1"]}).values())
    for at, one in enumerate(places):
        for other in places[:at]:
            assert abs(one.x - other.x) >= WIDTH or abs(one.y - other.y) >= HEIGHT
